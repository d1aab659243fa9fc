package org.bitwright.project.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.StoredWeight;

/**
 * In which order a tensor's axes must stand to take the place of a constant. Where the uses of both are known, outputs
 * come to outputs and inputs to inputs, whatever the extents; else extents decide, and the order of the file comes first.
 */
final class AxisOrder {
    /** Orders that formats are known for: HWIO, HWCM, OHWI and 1HWC to OIHW, and the same with one or three places. */
    private static final List<List<Integer>> USUAL = List.of(
            List.of(1, 0),
            List.of(2, 1, 0),
            List.of(1, 2, 0),
            List.of(0, 2, 1),
            List.of(3, 2, 0, 1),
            List.of(2, 3, 0, 1),
            List.of(0, 3, 1, 2),
            List.of(3, 0, 1, 2),
            List.of(4, 3, 0, 1, 2),
            List.of(0, 4, 1, 2, 3));

    /** HWCM to CMHW, where C and M together are the filters. */
    private static final List<Integer> DEPTHWISE = List.of(2, 3, 0, 1);

    /** Whose gates stand in another order in every framework. */
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

    /** Formats that keep the layouts of ONNX, but for matrix products, and of which only conventions are known. */
    private static final Set<String> LAID_OUT_ALIKE = Set.of("PyTorch", "safetensors");

    private AxisOrder() {}

    /**
     * The tensor's axes in the constant's order; an empty list for the order of the file.
     *
     * @param format of the file of weights
     * @return empty where the tensor cannot take the constant's place
     */
    static Optional<List<Integer>> of(StoredWeight weight, JoinTarget target, String format) {
        if (!isConvertible(weight, target)) {
            return Optional.empty();
        }
        boolean same = weight.tensor().shape().equals(target.shape());
        if (!weight.isLayer() || target.layer().isEmpty() || RECURRENT.contains(op(target))) {
            return same || isAlikeWithoutOnes(weight.tensor().shape().toArray(), target) && !isRecurrent(target)
                    ? Optional.of(List.of())
                    : Optional.empty();
        }
        boolean isLookup = op(target).equals("Gather");
        boolean alike =
                LAID_OUT_ALIKE.contains(format) && weight.tensor().shape().rank() > 2;
        if (same && (isLookup || alike)) {
            return Optional.of(List.of());
        }
        return byUse(weight, target.layer().get())
                .filter(axes -> fits(weight, axes, target))
                .or(() -> same ? Optional.of(List.of()) : byExtents(weight, target))
                .map(AxisOrder::withoutIdentity);
    }

    private static boolean isConvertible(StoredWeight weight, JoinTarget target) {
        boolean floats = weight.tensor().type().isWeight() && target.type().isWeight();
        return (floats || weight.tensor().type() == target.type())
                && weight.tensor().shape().elements() == target.shape().elements();
    }

    private static String op(JoinTarget target) {
        return target.layer().map(Layer::op).orElse("");
    }

    private static boolean isRecurrent(JoinTarget target) {
        return RECURRENT.contains(op(target)) || RECURRENT.contains(target.operatorType());
    }

    /** Outputs to outputs, inputs to inputs, the others in their order. */
    private static Optional<List<Integer>> byUse(StoredWeight weight, Layer layer) {
        int rank = weight.tensor().shape().rank();
        OptionalInt outputs = weight.channelAxis();
        OptionalInt inputs = weight.inputAxis();
        boolean known = outputs.isPresent()
                && inputs.isPresent()
                && layer.channelAxis().isPresent()
                && layer.inputAxis().isPresent()
                && layer.weight().shape().rank() == rank;
        if (!known) {
            return Optional.empty();
        }
        // every framework keeps a transposed convolution's kernel as a convolution's with inputs and outputs exchanged;
        // where names alone told it for a convolution, they are so here
        boolean exchanged = weight.op().equals("Conv") && layer.op().equals("ConvTranspose");
        int outputPlace = (exchanged ? layer.inputAxis() : layer.channelAxis()).getAsInt();
        int inputPlace = (exchanged ? layer.channelAxis() : layer.inputAxis()).getAsInt();
        if (outputPlace == inputPlace || outputs.getAsInt() == inputs.getAsInt()) {
            return Optional.empty();
        }
        List<Integer> axes = new ArrayList<>();
        int next = 0;
        for (int place = 0; place < rank; place++) {
            if (place == outputPlace) {
                axes.add(outputs.getAsInt());
            } else if (place == inputPlace) {
                axes.add(inputs.getAsInt());
            } else {
                while (next == outputs.getAsInt() || next == inputs.getAsInt()) {
                    next++;
                }
                axes.add(next++);
            }
        }
        return Optional.of(axes);
    }

    private static Optional<List<Integer>> byExtents(StoredWeight weight, JoinTarget target) {
        int rank = weight.tensor().shape().rank();
        return USUAL.stream()
                .filter(axes ->
                        axes.size() == rank && fits(weight, axes, target) && bringsOutputs(weight, axes, target))
                .findFirst()
                .or(() -> isAlikeWithoutOnes(weight.tensor().shape().toArray(), target)
                        ? Optional.of(List.of())
                        : Optional.empty());
    }

    /** Where both tell their outputs, no other order of equal extents will do. */
    private static boolean bringsOutputs(StoredWeight weight, List<Integer> axes, JoinTarget target) {
        OptionalInt place = target.layer().map(Layer::channelAxis).orElse(OptionalInt.empty());
        return weight.channelAxis().isEmpty()
                || place.isEmpty()
                || place.getAsInt() < axes.size()
                        && axes.get(place.getAsInt()) == weight.channelAxis().getAsInt()
                || isDepthwise(target);
    }

    private static boolean isDepthwise(JoinTarget target) {
        return target.shape().rank() > 2 && target.shape().extent(1) == 1;
    }

    private static boolean fits(StoredWeight weight, List<Integer> axes, JoinTarget target) {
        long[] moved = axes.stream()
                .mapToLong(axis -> weight.tensor().shape().extent(axis))
                .toArray();
        if (Arrays.equals(moved, target.shape().toArray())) {
            return true;
        }
        return isDepthwise(target)
                && axes.equals(DEPTHWISE)
                && moved.length == target.shape().rank()
                && moved[0] * moved[1] == target.shape().extent(0)
                && Arrays.equals(moved, 2, moved.length, target.shape().toArray(), 2, moved.length);
    }

    private static boolean isAlikeWithoutOnes(long[] extents, JoinTarget target) {
        return Arrays.equals(withoutOnes(extents), withoutOnes(target.shape().toArray()));
    }

    private static long[] withoutOnes(long[] extents) {
        return Arrays.stream(extents).filter(extent -> extent != 1).toArray();
    }

    private static List<Integer> withoutIdentity(List<Integer> axes) {
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) != i) {
                return axes;
            }
        }
        return List.of();
    }
}
