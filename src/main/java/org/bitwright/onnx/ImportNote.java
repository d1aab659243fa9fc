package org.bitwright.onnx;

import java.util.List;

/**
 * Something of a quantized file that could not be taken over as a choice.
 *
 * @param arguments of the kind, in its order; safe to show
 */
public record ImportNote(Kind kind, List<String> arguments) {
    public ImportNote {
        arguments = List.copyOf(arguments);
    }

    /** What was not taken over; each names its arguments. */
    public enum Kind {
        /** Operator name, operator type: it computes on integers as before. */
        OPERATOR_KEPT,
        /** Number of activations that are quantized for some of the operators that take them: those take a copy. */
        COPIED,
        /** Number of activations whose range cut negative values off: a Relu or Clip does so now. */
        RECTIFIED,
        /** Name of an activation that is quantized in the file, but is none that can be here. */
        ACTIVATION_UNMATCHED,
        /** Name of an activation that the file quantizes in several ways; the first counts. */
        ACTIVATION_SEVERAL,
        /** Number of constants that are no weights of layers, and some of their names: their float values are kept. */
        CONSTANT_AS_FLOATS,
        /** Name of a layer whose scales lie along an axis that is neither that of channels nor of inputs. */
        WEIGHT_OTHER_AXIS,
        /** Name of a layer with scales that no format here has, such as negative ones. */
        WEIGHT_SCALES
    }

    static ImportNote of(Kind kind, String... arguments) {
        return new ImportNote(
                kind, List.of(arguments).stream().map(Quoted::plain).toList());
    }
}
