package org.bitwright.onnx;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** The float values behind the integer inputs of operators that compute on integers. */
final class Operands {
    private final ParameterReader parameters;

    Operands(ParameterReader parameters) {
        this.parameters = parameters;
    }

    /** A float value that is added to the draft once all operands of an operator were found. */
    @FunctionalInterface
    interface Operand {
        /** Its name. */
        String add() throws IOException;
    }

    /**
     * Codes at an input, with their scales at the next and their zero points behind it.
     *
     * @param axis of a constant along which a list of scales lies; negative counts from the last
     */
    Optional<Operand> coded(PlacedNode node, int input, int axis, FloatDraft draft) throws IOException {
        Optional<IntegerView> view = draft.view(node.input(input));
        if (view.isPresent()) {
            IntegerView codes = view.get();
            Optional<IntegerParameters> known = codes.parameters();
            if (known.isEmpty()) {
                return Optional.empty();
            }
            Optional<IntegerParameters> read =
                    parameters.at(node, input + 1, known.get().type());
            return read.filter(list -> codes.fits(list.along(known.get().axis())))
                    .map(list -> () -> draft.use(codes));
        }
        Optional<StoredTensor> stored = ParameterReader.constant(node, input);
        if (stored.isEmpty() || !StoredCodes.areCodes(stored.get().type())) {
            return Optional.empty();
        }
        Optional<IntegerParameters> read =
                parameters.at(node, input + 1, stored.get().type());
        Optional<IntegerParameters> fitting =
                read.isPresent() ? along(node, read.get(), stored.get().shape(), axis) : read;
        return fitting.map(list -> () -> constant(node.input(input), stored.get(), list, draft));
    }

    /** A list of scales along an axis of a constant. */
    Optional<IntegerParameters> along(PlacedNode node, IntegerParameters list, Shape shape, int axis)
            throws IOException {
        int count = list.scales().length;
        if (count == 1) {
            return Optional.of(list);
        }
        int at = axis < 0 ? axis + shape.rank() : axis;
        if (at < 0 || at >= shape.rank() || shape.extent(at) != count) {
            throw parameters.refuse(
                    node, Phrase.of("it has %s scales, which its weight of shape %s cannot have", count, shape));
        }
        return Optional.of(list.along(ScaleAxis.channels(at)));
    }

    static String constant(String name, StoredTensor stored, IntegerParameters read, FloatDraft draft)
            throws IOException {
        return CodedConstants.constant(name, "", stored, read, draft);
    }

    /** A bias of 32-bit codes, whose scale is the product of those of input and weight. */
    Optional<Operand> bias(PlacedNode node, int input, float scale, float[] weights, FloatDraft draft)
            throws IOException {
        Optional<StoredTensor> stored = ParameterReader.constant(node, input)
                .filter(tensor ->
                        tensor.type() == ElementType.INT32 && tensor.shape().rank() == 1);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        long count = stored.get().shape().elements();
        if (weights.length != 1 && weights.length != count) {
            throw parameters.refuse(
                    node, Phrase.of("its bias has %s numbers, but its weight %s scales", count, weights.length));
        }
        float[] scales = new float[weights.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = scale * weights[i];
        }
        ScaleAxis axis = scales.length == 1 ? ScaleAxis.tensor() : ScaleAxis.channels(0);
        IntegerParameters read =
                IntegerParameters.of(ElementType.INT32, scales, new int[scales.length], axis, ElementType.FLOAT32);
        return Optional.of(() -> constant(node.input(input), stored.get(), read, draft));
    }
}
