package org.bitwright.io.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.Dataset;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/** Samples that lie in memory as their file stores them and are converted when they are read. */
final class ArrayDataset implements Dataset {
    private final String name;
    private final List<Part> parts;
    private final List<SampleInput> inputs;
    private final int @Nullable [] labels;
    private final String digest;

    /** One array of all samples. */
    record Part(NumericArray values, SampleInput input) {}

    /** @param parts at least one, all of as many samples */
    ArrayDataset(String name, List<Part> parts, int @Nullable [] labels, String digest) {
        this.name = name;
        this.parts = List.copyOf(parts);
        this.inputs = parts.stream().map(Part::input).toList();
        this.labels = labels;
        this.digest = digest;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return (int) parts.get(0).values.shape().extent(0);
    }

    @Override
    public Shape sampleShape() {
        return inputs.get(0).shape();
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        readFloats(0, first, count, into, at);
    }

    @Override
    public List<SampleInput> inputs() {
        return inputs;
    }

    @Override
    public void readFloats(int input, int first, int count, float[] into, int at) {
        int values = values(input, first, count, into.length, at);
        parts.get(input).values.readFloats(first * values, into, at, count * values);
    }

    @Override
    public void readLongs(int input, int first, int count, long[] into, int at) {
        int values = values(input, first, count, into.length, at);
        parts.get(input).values.readLongs(first * values, into, at, count * values);
    }

    /** Values of one sample; checked that what is asked for exists and has room. */
    private int values(int input, int first, int count, int room, int at) {
        Objects.checkFromIndexSize(first, count, size());
        int values = (int) inputs.get(input).shape().elements();
        Objects.checkFromIndexSize(at, Math.multiplyExact(count, values), room);
        return values;
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
        return name + ": " + size() + " samples of " + sampleShape()
                + (labels == null
                        ? ""
                        : ", labels to " + Arrays.stream(labels).max().orElse(-1));
    }
}
