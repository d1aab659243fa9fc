package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.task.CancelToken;

/** Layers made in memory, for tests. */
public final class Layers {
    /** Of the tensor and of its channels. */
    public static final List<Granularity> GRANULARITIES = List.of(Granularity.TENSOR, Granularity.CHANNEL);

    private Layers() {}

    /** One grid for the whole tensor, rounding half to even. */
    public static LayerGrids tensorGrid(Grid grid) {
        return new LayerGrids(Granularity.TENSOR, Rounding.HALF_EVEN, List.of(grid));
    }

    /** A matrix or filter whose groups lie along an axis. */
    public static LayerWeights grouped(int channelAxis, int inputAxis, long[] extents, float... values) {
        Layer layer = layer(OptionalInt.of(channelAxis), extents);
        Layer withInput = new Layer(
                layer.name(),
                layer.op(),
                layer.weight(),
                layer.operators(),
                layer.channelAxis(),
                Phrase.NONE,
                OptionalInt.of(inputAxis),
                Optional.empty());
        return LayerWeights.of(withInput, values, CancelToken.none());
    }

    public static LayerWeights weights(float... values) {
        return LayerWeights.of(layer(OptionalInt.empty(), values.length), values, CancelToken.none());
    }

    public static LayerWeights weights(int axis, long[] extents, float... values) {
        return LayerWeights.of(layer(OptionalInt.of(axis), extents), values, CancelToken.none());
    }

    public static Layer layer(OptionalInt axis, long... extents) {
        return layer(ElementType.FLOAT32, axis, extents);
    }

    public static Layer layer(ElementType type, OptionalInt axis, long... extents) {
        Shape shape = Shape.of(extents);
        Tensor tensor = new Tensor("w", type, shape, new Absent(type.bytesFor(shape.elements())));
        return new Layer(
                "layer",
                "Gemm",
                tensor,
                List.of("layer"),
                axis,
                axis.isPresent() ? Phrase.NONE : Phrase.verbatim("none"));
    }

    /** Normally distributed values. */
    public static float[] gaussian(long seed, int count, double deviation) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    /** Evenly distributed values. */
    public static float[] uniform(long seed, int count, double from, double to) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(from, to);
        }
        return values;
    }

    /** Bytes that nobody reads, since the values are given. */
    private record Absent(long size) implements TensorBytes {
        @Override
        public void read(long offset, ByteBuffer into) {
            throw new AssertionError("the values were given");
        }
    }
}
