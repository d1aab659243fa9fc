package org.bitwright.project;

import java.util.List;
import java.util.Optional;

/**
 * Something that the user should know. The window puts it into words by its kind; {@link #toString()} says it in
 * English for the command line.
 *
 * @param layer name of the layer that it concerns; empty for the project as a whole
 * @param arguments what fills the sentence of the kind, in its order
 */
public record Problem(Severity severity, Kind kind, Optional<String> layer, List<String> arguments) {

    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /** What is the matter; each names its arguments. */
    public enum Kind {
        /** Operator name, operator type, reason. */
        NOT_QUANTIZABLE("operator '%s' (%s) is not quantized: %s"),
        /** Number of dead channels, number of channels. */
        DEAD_CHANNELS("%s of %s channels are all zero"),
        /** Number of NaN weights. */
        NAN_WEIGHTS("%s weights are NaN; they are left out of ranges and exported as they are"),
        /** Number of infinite weights. */
        INFINITE_WEIGHTS("%s weights are infinite; they are left out of ranges and exported as they are"),
        /** Largest magnitude, and how many standard deviations that is. */
        OUTLIERS("the largest weight, %s, is %s standard deviations out: it takes most of the range for itself"),
        /** Reason. */
        NO_CHANNEL_AXIS("only per tensor is possible: %s"),
        /** One sentence of the exporter. */
        EXPORT_LOSS("%s"),
        /** What does not fit. */
        DATA_MISMATCH("data and model do not fit: %s"),
        /** Reason. */
        UNREADABLE("the weights cannot be read: %s");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }
    }

    public Problem {
        arguments = List.copyOf(arguments);
    }

    static Problem ofLayer(Severity severity, Kind kind, String layer, Object... arguments) {
        return new Problem(severity, kind, Optional.of(layer), texts(arguments));
    }

    static Problem ofProject(Severity severity, Kind kind, Object... arguments) {
        return new Problem(severity, kind, Optional.empty(), texts(arguments));
    }

    private static List<String> texts(Object... arguments) {
        return List.of(arguments).stream().map(String::valueOf).toList();
    }

    @Override
    public String toString() {
        String sentence = String.format(kind.sentence, arguments.toArray());
        return layer.map(name -> name + ": " + sentence).orElse(sentence);
    }
}
