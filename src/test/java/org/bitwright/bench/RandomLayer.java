package org.bitwright.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;

/** Layers of any size with values that look like weights, made in memory. */
final class RandomLayer {
    private RandomLayer() {}

    static Layer layer(OptionalInt axis, long... extents) {
        Shape shape = Shape.of(extents);
        Tensor tensor = new Tensor("weight", ElementType.FLOAT32, shape, new Absent(shape.elements() * 4));
        return new Layer(
                "layer",
                "MatMul",
                tensor,
                List.of("layer"),
                axis,
                axis.isPresent() ? Phrase.NONE : Phrase.verbatim("none"));
    }

    /** The sum of four even distributions: bell-shaped, seeded. */
    static float[] values(int count) {
        SplittableRandom random = new SplittableRandom(7);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long bits = random.nextLong();
            int sum = (short) bits + (short) (bits >> 16) + (short) (bits >> 32) + (short) (bits >> 48);
            values[i] = sum * 1e-6f;
        }
        return values;
    }

    /** Bytes that nobody reads, since the values are given. */
    private record Absent(long size) implements TensorBytes {
        @Override
        public void read(long offset, ByteBuffer into) {
            throw new UnsupportedOperationException("the values were given");
        }
    }
}
