package org.bitwright.runtime;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;

/** Samples of several arrays, for tests. */
public record MemoryArrays(int size, List<Part> parts) implements Dataset {

    /** @param values a number for every element of every sample; exact for integers up to 2^53 */
    public record Part(SampleInput input, double[] values) {
        public static Part of(String name, ElementType type, Shape shape, double... values) {
            return new Part(new SampleInput(name, type, shape), values);
        }

        private int length() {
            return (int) input.shape().elements();
        }
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Shape sampleShape() {
        return parts.get(0).input().shape();
    }

    @Override
    public List<SampleInput> inputs() {
        return parts.stream().map(Part::input).toList();
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        readFloats(0, first, count, into, at);
    }

    @Override
    public void readFloats(int input, int first, int count, float[] into, int at) {
        Part part = parts.get(input);
        for (int i = 0; i < count * part.length(); i++) {
            into[at + i] = (float) part.values[first * part.length() + i];
        }
    }

    @Override
    public void readLongs(int input, int first, int count, long[] into, int at) {
        Part part = parts.get(input);
        for (int i = 0; i < count * part.length(); i++) {
            into[at + i] = (long) part.values[first * part.length() + i];
        }
    }

    @Override
    public Optional<int[]> labels() {
        return Optional.empty();
    }

    @Override
    public String digest() {
        return "";
    }
}
