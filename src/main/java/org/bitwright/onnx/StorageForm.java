package org.bitwright.onnx;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/**
 * What our own export writes beside the forms of ONNX: 16-bit floats behind a Cast, indices into centroids behind a
 * Gather, where each channel has its own with an Add of its offset ({@link CodedWeights}), biases with their sign
 * turned, and a Max of one value before products that stay in float.
 */
final class StorageForm implements IntegerForm {
    private static final long MOST_CENTROIDS = 1 << 24;

    private final ParameterReader parameters;
    private final ArithmeticForm arithmetic = new ArithmeticForm();

    StorageForm(ParameterReader parameters) {
        this.parameters = parameters;
    }

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        if (node.is("Cast")) {
            return half(node, draft);
        }
        if (node.is("Sub")) {
            return bias(node, draft);
        }
        if (node.is("Max")) {
            return apart(node, draft);
        }
        if (node.is("Mul")) {
            return arithmetic.convert(node, draft);
        }
        return node.is("Gather") && node.integer("axis", 0) == 0 && codebook(node, draft);
    }

    /** Only where the names are ours: networks of 16-bit floats have such casts too. */
    private static boolean half(PlacedNode node, FloatDraft draft) throws IOException {
        Optional<StoredTensor> stored = ParameterReader.constant(node, 0)
                .filter(tensor -> tensor.type() == ElementType.FLOAT16 || tensor.type() == ElementType.BFLOAT16);
        String output = node.node().getOutput(0);
        boolean toFloat = node.integer("to", 0) == ElementTypes.code(ElementType.FLOAT32);
        if (stored.isEmpty()
                || !toFloat
                || !node.input(0)
                        .equals(output + "_" + CodeStorage.name(stored.get().type()))) {
            return false;
        }
        IntegerParameters read = IntegerParameters.of(
                stored.get().type(), new float[] {1}, new int[1], ScaleAxis.tensor(), ElementType.FLOAT32);
        float[] values = stored.get().named(output).readFloats();
        FoundWeight found = new FoundWeight(read, Optional.empty(), FoundWeight.Form.HALF);
        draft.alias(output, draft.constant(node.input(0), output, stored.get().shape(), values, found));
        return true;
    }

    /** A value that {@link FloatProducts} hands on as it is. */
    private static boolean apart(PlacedNode node, FloatDraft draft) {
        boolean alone = node.node().getInputCount() == 1;
        if (alone) {
            draft.alias(node.node().getOutput(0), node.input(0));
        }
        return alone;
    }

    /** A bias that {@link NarrowProducts} subtracts with its sign turned. */
    private static boolean bias(PlacedNode node, FloatDraft draft) {
        Optional<PlacedNode> turned = by(node, 1, "Neg")
                .filter(neg -> node.input(1).equals(neg.input(0) + "_negative"))
                .filter(neg -> ParameterReader.constant(neg, 0).isPresent());
        turned.ifPresent(neg -> draft.keep(node.node().toBuilder()
                .setOpType("Add")
                .setInput(1, neg.input(0))
                .build()));
        return turned.isPresent();
    }

    private boolean codebook(PlacedNode node, FloatDraft draft) throws IOException {
        Optional<StoredTensor> centroids = ParameterReader.constant(node, 0)
                .filter(tensor ->
                        tensor.type() == ElementType.FLOAT32 && tensor.shape().rank() == 1)
                .filter(tensor -> tensor.shape().elements() <= MOST_CENTROIDS);
        Optional<PlacedNode> add = by(node, 1, "Add");
        PlacedNode last = add.orElse(node);
        Optional<PlacedNode> cast = by(last, add.isPresent() ? 0 : 1, "Cast");
        Optional<StoredTensor> stored = cast.flatMap(from -> ParameterReader.constant(from, 0))
                .filter(tensor -> tensor.type() == ElementType.UINT8);
        Optional<StoredTensor> offsets =
                add.flatMap(sum -> ParameterReader.constant(sum, 1)).filter(StorageForm::areOffsets);
        if (centroids.isEmpty() || cast.isEmpty() || stored.isEmpty() || add.isPresent() && offsets.isEmpty()) {
            return false;
        }
        Shape shape = stored.get().shape();
        int[] starts = offsets.isPresent() ? StoredCodes.read(offsets.get()) : new int[1];
        Optional<ScaleAxis> axis = axis(shape, offsets, starts.length);
        float[] levels = centroids.get().named(node.input(0)).readFloats();
        if (axis.isEmpty() || levels.length % starts.length != 0 || !areEven(starts, levels.length)) {
            return false;
        }
        int[] codes = StoredCodes.read(stored.get());
        int size = levels.length / starts.length;
        IntegerParameters read = new IntegerParameters(
                ElementType.UINT8, 0, size - 1, levels, new int[levels.length], axis.get(), ElementType.FLOAT32);
        float[] values = values(node, codes, levels, size, StoredCodes.granules(shape, axis.get()));
        FoundWeight found = new FoundWeight(read, Optional.of(codes), FoundWeight.Form.CODEBOOK);
        String output = node.node().getOutput(0);
        String integers = cast.get().input(0);
        draft.alias(output, draft.constant(integers, output, shape, values, found));
        return true;
    }

    private float[] values(PlacedNode node, int[] codes, float[] levels, int size, int[] granules) throws IOException {
        float[] values = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] >= size) {
                throw parameters.refuse(node, Phrase.of("its indices go beyond its %s centroids", size));
            }
            values[i] = levels[(granules.length == 0 ? 0 : granules[i]) * size + codes[i]];
        }
        return values;
    }

    static Optional<PlacedNode> by(PlacedNode node, int input, String type) {
        return node.origin(input)
                .filter(Origin.Computed.class::isInstance)
                .map(origin -> ((Origin.Computed) origin).by())
                .filter(made -> made.is(type));
    }

    private static boolean areOffsets(StoredTensor tensor) {
        return tensor.type() == ElementType.INT32 && tensor.shape().elements() > 0;
    }

    private static boolean areEven(int[] starts, int levels) {
        int[] expected = new int[starts.length];
        Arrays.setAll(expected, i -> i * (levels / starts.length));
        return Arrays.equals(starts, expected);
    }

    /** The one axis along which offsets differ. */
    private static Optional<ScaleAxis> axis(Shape shape, Optional<StoredTensor> offsets, int count) {
        if (count == 1) {
            return Optional.of(ScaleAxis.tensor());
        }
        Shape along = offsets.orElseThrow().shape();
        List<Integer> axes = IntStream.range(0, along.rank())
                .filter(axis -> along.extent(axis) != 1)
                .boxed()
                .toList();
        return along.rank() == shape.rank() && axes.size() == 1 && shape.extent(axes.get(0)) == count
                ? Optional.of(ScaleAxis.channels(axes.get(0)))
                : Optional.empty();
    }
}
