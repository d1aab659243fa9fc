package org.bitwright.runtime;

import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;

/** Samples from an array, for tests. */
public record MemoryDataset(Shape sampleShape, float[] values, Optional<int[]> labels) implements Dataset {

    public static MemoryDataset of(Shape sampleShape, float... values) {
        return new MemoryDataset(sampleShape, values, Optional.empty());
    }

    public MemoryDataset labelled(int... labels) {
        return new MemoryDataset(sampleShape, values, Optional.of(labels));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public int size() {
        return (int) (values.length / sampleShape.elements());
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        int length = (int) sampleShape.elements();
        System.arraycopy(values, first * length, into, at, count * length);
    }

    @Override
    public String digest() {
        return "";
    }
}
