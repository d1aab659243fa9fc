package org.bitwright.model;

import java.util.Arrays;
import java.util.List;

/**
 * What the user should know of how a file of weights was read.
 *
 * @param details what the sentence tells beyond its kind: strings and phrases
 */
public record WeightNote(Kind kind, List<Object> details) {
    public WeightNote {
        details = List.copyOf(details);
    }

    /** What it is about. */
    public enum Kind {
        /** Nothing tells where the output channels of a weight lie. */
        AXES_GUESSED("The format does not tell what the axes of a weight are: output channels are taken to lie along"
                + " the first one, as PyTorch keeps them, unless a bias tells otherwise."),
        /** Names of weights. */
        AXES_BY_BIAS("Output channels lie along another axis than the first, as the lengths of biases tell, in %s."),
        CONVOLUTIONS("Output channels of convolutions are taken to lie along the first axis; those of a transposed"
                + " convolution, which the file does not tell apart, lie along the second."),
        /** Name and reason. */
        LEFT_OUT("'%s' is left out: %s.");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        public WeightNote of(Object... details) {
            return new WeightNote(this, Arrays.asList(details));
        }
    }

    /** In English, whole. */
    public String sentence() {
        return String.format(kind.sentence, details.toArray());
    }

    @Override
    public String toString() {
        return sentence();
    }
}
