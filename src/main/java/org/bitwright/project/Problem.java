package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Phrase;
import org.bitwright.quant.target.RuleNote;

/**
 * Something that the user should know. The window puts it into words by its kind; {@link #toString()} says it in
 * English for the command line.
 *
 * @param layer name of the layer that it concerns; empty for the project as a whole
 * @param channel of the layer, where one is to blame
 * @param arguments what fills the sentence of the kind, in its order: strings and phrases
 */
public record Problem(
        Severity severity, Kind kind, Optional<String> layer, OptionalInt channel, List<Object> arguments) {

    public enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /** What is the matter; each names its arguments. */
    public enum Kind {
        /** Operator name, operator type, reason. */
        NOT_QUANTIZABLE("operator '%s' (%s) is not quantized: %s"),
        /** Number of dead channels, number of channels, their numbers. */
        DEAD_CHANNELS("%s of %s channels are all zero (%s): they could be pruned; a scale of their own would be 1"),
        /** Number of NaN weights. */
        NAN_WEIGHTS("NaN weights: %s; they are left out of ranges and exported as they are"),
        /** Number of infinite weights. */
        INFINITE_WEIGHTS("infinite weights: %s; they are left out of ranges and exported as they are"),
        /** Largest magnitude, and how many standard deviations that is. */
        OUTLIERS("the largest weight, %s, is %s standard deviations out: it takes most of the range for itself"),
        /** The channel, and how many times as wide as the median it is. */
        OUTLIER_CHANNEL("channel %s is %s times as wide as the median and takes the range from the others: one scale "
                + "per channel, or equalization"),
        /** Number of channels, how many times the median makes one, the widest with how many times they are. */
        OUTLIER_CHANNELS("%s channels are more than %s times as wide as the median and take the range from the others: "
                + "%s; one scale per channel, or equalization"),
        /** The step. */
        ALL_VANISH("every weight becomes 0, since the step is %s: fit the range, or choose another calibrator"),
        /** Number of channels, of how many, their numbers. */
        CHANNELS_VANISH(
                "%s of %s channels become all zeros (%s): one scale per channel keeps them, or equalization, or "
                        + "more bits"),
        /** Share of the weights, share of the squared error. */
        SATURATION(
                "%s of the weights are clipped and make %s of the squared error: widen the range, or fit it with mse"),
        /** Number of weights, greatest value of the format. */
        FP16_OVERFLOW("%s weights lie beyond FP16's %s and become infinite: choose FP16 saturating, or BF16"),
        /** Number of weights, greatest value of the format. */
        BF16_OVERFLOW("%s weights lie beyond BF16's %s and become infinite: choose BF16 saturating"),
        /** Number of blocks, of how many. */
        NVFP4_UNDERFLOW("%s of %s blocks become all zeros, since their scale is too small for E4M3 beside the tensor's "
                + "largest weight: choose MXFP4, or FP4 per channel"),
        /** Bytes, bytes in float. */
        GROUPS_OF_ONE(
                "every group holds one value, since its axis has extent 1: a scale for each weight makes %s bytes, "
                        + "where float takes %s; choose one scale per channel, or a format without blocks"),
        /** Reason. */
        NO_CHANNEL_AXIS("only per tensor is possible: %s"),
        /** One sentence of the exporter. */
        EXPORT_LOSS("%s"),
        /** What does not fit. */
        DATA_MISMATCH("data and model do not fit: %s"),
        /** The sentence in English; then, for other languages, the rule, its subject and its details. */
        TARGET_RULE("%s"),
        /** Number of activations. */
        NO_CALIBRATION(
                "%s activations get their ranges from calibration data, and there are none: open some, or take them"
                        + " from the start of the evaluation data"),
        /** Number of files, what is wrong with the first of them. */
        DATA_SKIPPED("%s files were left out of the data, such as %s"),
        /** Accuracy of the float network, on how many samples, that of guessing. */
        NEAR_CHANCE(
                "the float network is right on %s of the first %s samples, where guessing gives %s: check scale, mean "
                        + "and std, the order of channels and rows, and the labels"),
        /** Accuracy of the float network, on how many samples, the one that is reached, scale, mean, std. */
        OTHER_SCALING(
                "the float network is right on %s of the first %s samples, but on %s with scale %s, mean %s and std "
                        + "%s: set them so"),
        /** Accuracy of the float network, on how many samples, the one that is reached. */
        CHANNELS_REVERSED("the float network is right on %s of the first %s samples, but on %s with red and blue "
                + "exchanged: read images as BGR, or save the data in the other order"),
        /** The same. */
        IMAGES_TRANSPOSED("the float network is right on %s of the first %s samples, but on %s with rows and columns "
                + "exchanged: save the images transposed"),
        /** The same. */
        LABELS_FROM_ONE(
                "the float network is right on %s of the first %s samples, but on %s if the labels count from 1: "
                        + "subtract 1 from them"),
        /** The same. */
        LABELS_TOO_LOW(
                "the float network is right on %s of the first %s samples, but on %s if the labels are one too low: "
                        + "add 1 to them"),
        /** Name of the input. */
        DATA_TRANSPOSED("the samples have their channels on the other side than input '%s': they are turned round"),
        /** Path of the samples. */
        TRAINING_DATA(
                "the training data '%s' are not there, or not what they were when the project was saved: open them "
                        + "anew"),
        /** Path of the model. */
        CHANGED_MODEL("the model '%s' has changed since the project was saved; it is taken as it is now"),
        /** Path of the samples. */
        CHANGED_DATA("the evaluation data '%s' have changed since the project was saved; they are taken as they are"),
        /** Path of the samples. */
        CHANGED_CALIBRATION(
                "the calibration data '%s' have changed since the project was saved; they are taken as they are"),
        /** Path of the samples. */
        DATA_LEFT_OUT("the project was opened without its evaluation data '%s'"),
        /** Path of the samples. */
        CALIBRATION_LEFT_OUT("the project was opened without its calibration data '%s'"),
        /** Path of the labels. */
        LABELS_LEFT_OUT("the project was opened without the labels '%s' of its data"),
        /** Number of measured configurations, of sweeps, measurements of sensitivity and searches. */
        RESULTS_DROPPED("%s measured configurations and %s sweeps, sensitivities and searches were dropped: they do "
                + "not hold any more"),
        /** Number of layers and activations, their names. */
        CHOICES_DROPPED("the choices of %s layers and activations were dropped, since the model has them no more, or "
                + "in another size: %s"),
        /** Number of layers, their names. */
        WEIGHT_CHANGES_DROPPED(
                "%s layers have the weights of the file again, since theirs were made from other ones: " + "%s"),
        /** Number of runs. */
        RUNS_DROPPED("%s runs of training were dropped: they trained another model"),
        /** Number of samples. */
        RESERVED_DROPPED("%s samples were to be taken from the data for calibration, and too few are left"),
        /** Name of the network, how the process ended. */
        INFERENCE_CRASHED("the process that runs networks crashed while it ran %s (%s); a new one went on"),
        /** The same. */
        INFERENCE_HUNG("the process that runs networks hung while it ran %s (%s); a new one went on"),
        /** Name of the network. */
        INFERENCE_STOPPED("the process that runs networks did not stop when %s was cancelled, and was ended"),
        /** Name of the network, how the process ended. */
        INFERENCE_MEMORY("the process that runs networks ran out of memory while it ran %s (%s); a new one went on: "
                + "close other programs, or use fewer samples"),
        /** The same. */
        INFERENCE_TWICE("%s ended the process that runs networks twice (%s) and was given up; the rest is unharmed"),
        /** Why. */
        INFERENCE_HERE("no process of their own can be started for networks: they run in the program, and may take it "
                + "down (%s)"),
        /** Number of weights and of activations whose scales were taken over. */
        QUANTIZED_FILE(
                "the file is quantized already: %s weights and %s activations keep its scales; the float network "
                        + "is the one that its codes stand for"),
        /** Operator name, operator type. */
        IMPORT_OPERATOR(
                "operator '%s' (%s) stays as it is in the file: its scales are computed, or are none that can be "
                        + "chosen here"),
        /** Name of the activation. */
        IMPORT_ACTIVATION("activation '%s' is quantized in the file, but here it has no choices, or not this one: it "
                + "stays float"),
        /** Number of activations. */
        IMPORT_COPIED(
                "the file quantizes %s activations for some of the operators that take them only: those take a copy "
                        + "here, through an Identity, which has the choice"),
        /** Number of activations. */
        IMPORT_RECTIFIED(
                "the ranges of %s activations cut off the negative values that the operator before makes: a Relu "
                        + "or Clip that the file does without was put back for the float network"),
        /** Name of the activation. */
        IMPORT_SEVERAL("activation '%s' is quantized in several ways in the file; the first one was taken over"),
        /** Number of constants, their names. */
        IMPORT_CONSTANT("%s constants that are no layer's weight are quantized in the file (%s): the values of their "
                + "codes are kept as they are"),
        /** None. */
        IMPORT_AXIS(
                "its scales in the file lie along an axis that is not the one of its output channels: the values of "
                        + "its codes are kept, not quantized"),
        /** None. */
        IMPORT_SCALES("its scales in the file are none that can be chosen here: the values of its codes are kept, not "
                + "quantized"),
        /** Format, number of tensors, number of those that can be quantized. */
        WEIGHTS_ONLY(
                "the file (%s) holds %s tensors without a network, of which %s can be quantized: join them to an ONNX "
                        + "file of the network, or make a stack of dense layers of them, to measure accuracy"),
        /** Number of weights. */
        WEIGHTS_QUANTIZED("the file is quantized already: %s weights keep its scales and zero points, so that its own "
                + "codes are shown"),
        /** None. */
        WEIGHTS_AXES_GUESSED("the format does not tell what the axes of a weight are: output channels are taken to lie "
                + "along the first one, as PyTorch keeps them, unless a bias tells otherwise"),
        /** Names of weights. */
        WEIGHTS_AXES_BY_BIAS(
                "output channels lie along another axis than the first, as the lengths of biases tell, in %s"),
        /** None. */
        WEIGHTS_CONVOLUTIONS("output channels of convolutions are taken to lie along the first axis; those of a "
                + "transposed convolution, which the file does not tell apart, lie along the second"),
        /** Name of a tensor, reason. */
        WEIGHTS_LEFT_OUT("'%s' is left out: %s"),
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

    /** Of the project or a whole layer. */
    public Problem(Severity severity, Kind kind, Optional<String> layer, List<?> arguments) {
        this(severity, kind, layer, OptionalInt.empty(), List.copyOf(arguments));
    }

    static Problem ofLayer(Severity severity, Kind kind, String layer, Object... arguments) {
        return new Problem(severity, kind, Optional.of(layer), texts(arguments));
    }

    static Problem ofChannel(Severity severity, Kind kind, String layer, int channel, Object... arguments) {
        return new Problem(severity, kind, Optional.of(layer), OptionalInt.of(channel), texts(arguments));
    }

    static Problem ofProject(Severity severity, Kind kind, Object... arguments) {
        return new Problem(severity, kind, Optional.empty(), texts(arguments));
    }

    /** A rule of a runtime that was applied or broken. */
    public static Problem ofRule(Severity severity, RuleNote note) {
        List<Object> arguments =
                new ArrayList<>(List.of(note.text(), note.rule().name(), note.subject()));
        arguments.addAll(note.details());
        return new Problem(severity, Kind.TARGET_RULE, Optional.empty(), arguments);
    }

    /** Something that an exported file does not say. */
    public static Problem ofExport(Phrase loss) {
        return ofProject(Severity.WARNING, Kind.EXPORT_LOSS, loss);
    }

    private static List<Object> texts(Object... arguments) {
        return List.of(arguments).stream()
                .map(argument -> argument instanceof Phrase ? argument : String.valueOf(argument))
                .toList();
    }

    @Override
    public String toString() {
        String sentence = String.format(kind.sentence, arguments.toArray());
        return layer.map(name -> name + ": " + sentence).orElse(sentence);
    }
}
