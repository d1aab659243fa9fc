package org.bitwright.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GroupLayout;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.BiasPlan;

/**
 * The encoding of one tensor as all versions of AIMET's files tell it: integers of {@code bits}, x = (q − zero point) ·
 * scale.
 *
 * @param scales in the order of the granules
 * @param zeroPoints as many, each in the limits of the integers
 * @param axis of channels or blocks
 * @param blockSize values of a block; 0 where there are none
 * @param shape of the scales of blocks, one extent an axis of the tensor; empty where there are none
 */
record AimetEncoding(
        String name,
        int bits,
        boolean signed,
        List<Float> scales,
        List<Integer> zeroPoints,
        Optional<Integer> axis,
        int blockSize,
        List<Integer> shape) {
    private static final int BIAS_BITS = 32;

    AimetEncoding {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
        shape = List.copyOf(shape);
    }

    static AimetEncoding of(GridTensor tensor) {
        List<UniformGrid> grids = tensor.uniform();
        Granularity granularity = tensor.granularity();
        Optional<Integer> axis = tensor.layer().flatMap(layer -> axis(layer, granularity));
        boolean blocks = granularity.isGroup();
        return new AimetEncoding(
                tensor.name(),
                tensor.bits(),
                tensor.isSigned(),
                grids.stream().map(UniformGrid::scale).toList(),
                grids.stream().map(UniformGrid::zeroPoint).toList(),
                axis,
                blocks ? granularity.size() : 0,
                blocks
                        ? blockShape(tensor.layer().orElseThrow().weight().shape(), axis.orElseThrow(), granularity)
                        : List.of());
    }

    /** A bias in 32 bits. */
    static AimetEncoding of(BiasPlan bias) {
        List<Float> scales = new ArrayList<>();
        for (float scale : bias.scales()) {
            scales.add(scale);
        }
        Optional<Integer> axis = scales.size() > 1 ? Optional.of(0) : Optional.empty();
        return new AimetEncoding(
                bias.bias(),
                BIAS_BITS,
                true,
                scales,
                scales.stream().map(s -> 0).toList(),
                axis,
                0,
                List.of());
    }

    private static Optional<Integer> axis(Layer layer, Granularity granularity) {
        if (granularity.isGroup()) {
            return Optional.of(layer.inputAxis().orElse(layer.weight().shape().rank() - 1));
        }
        return granularity.isChannel() && layer.channelAxis().isPresent()
                ? Optional.of(layer.channelAxis().getAsInt())
                : Optional.empty();
    }

    private static List<Integer> blockShape(Shape weight, int axis, Granularity granularity) {
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < weight.rank(); i++) {
            shape.add(Math.toIntExact(
                    i == axis ? GroupLayout.of(weight, axis, granularity.size()).groups() : weight.extent(i)));
        }
        return shape;
    }

    /** What is added to an unsigned code: −zero point, and −2^(bits−1) where codes have a sign. */
    long offset(int granule) {
        return -(long) zeroPoints.get(granule) - (signed ? 1L << (bits - 1) : 0);
    }

    boolean isPerTensor() {
        return axis.isEmpty() && blockSize == 0;
    }

    /**
     * The granules of version 1.0.0, whose blocks lie a row of outputs: where a matrix is stored with its inputs first,
     * they are exchanged.
     */
    List<Integer> orderedByOutputs() {
        List<Integer> order = new ArrayList<>(scales.size());
        boolean inputsFirst = blockSize > 0 && shape.size() == 2 && axis.orElseThrow() == 0;
        int rows = inputsFirst ? shape.get(0) : 1;
        int columns = scales.size() / rows;
        for (int i = 0; i < scales.size(); i++) {
            order.add(i % rows * columns + i / rows);
        }
        return order;
    }
}
