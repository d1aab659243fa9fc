package org.bitwright.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/**
 * Codes that become floats by a Cast, a difference and a product, as {@link CodedWeights#addUnfused} writes those that
 * no runtime shall fuse.
 */
final class ArithmeticForm implements IntegerForm {

    @Override
    public boolean convert(PlacedNode node, FloatDraft draft) throws IOException {
        Optional<PlacedNode> sub = StorageForm.by(node, 0, "Sub");
        Optional<PlacedNode> cast = sub.flatMap(difference -> StorageForm.by(difference, 0, "Cast"));
        Optional<StoredTensor> codes = cast.flatMap(from -> ParameterReader.constant(from, 0))
                .filter(tensor -> tensor.type().bits() <= 16);
        Optional<StoredTensor> zeros = sub.flatMap(difference -> floats(difference));
        Optional<StoredTensor> scales = floats(node);
        if (codes.isEmpty()
                || !StoredCodes.areCodes(codes.get().type())
                || zeros.isEmpty()
                || scales.isEmpty()
                || !zeros.get().shape().equals(scales.get().shape())) {
            return false;
        }
        Optional<ScaleAxis> axis = axis(codes.get().shape(), scales.get().shape());
        Optional<int[]> zeroPoints = integers(zeros.get().named("zero points").readFloats());
        if (axis.isEmpty() || zeroPoints.isEmpty()) {
            return false;
        }
        IntegerParameters read = IntegerParameters.of(
                codes.get().type(),
                scales.get().named("scales").readFloats(),
                zeroPoints.get(),
                axis.get(),
                ElementType.FLOAT32);
        String output = node.node().getOutput(0);
        draft.alias(output, CodedConstants.constant(cast.get().input(0), output, codes.get(), read, draft));
        return true;
    }

    private static Optional<StoredTensor> floats(PlacedNode node) {
        return ParameterReader.constant(node, 1).filter(tensor -> tensor.type() == ElementType.FLOAT32);
    }

    /** The one axis along which there are several, as broadcasting has it. */
    private static Optional<ScaleAxis> axis(Shape shape, Shape scales) {
        if (scales.elements() == 1) {
            return Optional.of(ScaleAxis.tensor());
        }
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < scales.rank(); axis++) {
            if (scales.extent(axis) != 1) {
                axes.add(axis);
            }
        }
        boolean fits = scales.rank() == shape.rank()
                && axes.size() == 1
                && shape.extent(axes.get(0)) == scales.extent(axes.get(0));
        return fits ? Optional.of(ScaleAxis.channels(axes.get(0))) : Optional.empty();
    }

    private static Optional<int[]> integers(float[] numbers) {
        int[] integers = new int[numbers.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (int) numbers[i];
            if (integers[i] != numbers[i]) {
                return Optional.empty();
            }
        }
        return Optional.of(integers);
    }
}
