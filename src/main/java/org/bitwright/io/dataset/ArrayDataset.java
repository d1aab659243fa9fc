package org.bitwright.io.dataset;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/** Samples that lie in memory as their file stores them and are converted when they are read. */
final class ArrayDataset implements Dataset {
    private final String name;
    private final NumericArray samples;
    private final Shape sampleShape;
    private final int @Nullable [] labels;
    private final String digest;

    ArrayDataset(String name, NumericArray samples, Shape sampleShape, int @Nullable [] labels, String digest) {
        this.name = name;
        this.samples = samples;
        this.sampleShape = sampleShape;
        this.labels = labels;
        this.digest = digest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return (int) samples.shape().extent(0);
    }

    @Override
    public Shape sampleShape() {
        return sampleShape;
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        Objects.checkFromIndexSize(first, count, size());
        int values = (int) sampleShape.elements();
        Objects.checkFromIndexSize(at, Math.multiplyExact(count, values), into.length);
        samples.readFloats(first * values, into, at, count * values);
    }

    @Override
    public Optional<int[]> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return name + ": " + size() + " samples of " + sampleShape
                + (labels == null
                        ? ""
                        : ", labels to " + Arrays.stream(labels).max().orElse(-1));
    }
}
