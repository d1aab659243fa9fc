package org.bitwright.project;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;

/** Samples {@code first} … {@code first + size − 1} of a data set. */
record DatasetSlice(Dataset whole, int first, int size) implements Dataset {
    DatasetSlice {
        if (first < 0 || size < 0 || first > whole.size() - size) {
            throw new IllegalArgumentException(
                    "samples " + first + " to " + (first + (long) size) + " of " + whole.size());
        }
    }

    /** The first {@code limit} samples, or the data set itself if it has no more. */
    static Dataset limited(Dataset whole, int limit) {
        return limit < whole.size() ? new DatasetSlice(whole, 0, limit) : whole;
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public Shape sampleShape() {
        return whole.sampleShape();
    }

    @Override
    public void read(int from, int count, float[] into, int at) {
        check(from, count);
        whole.read(first + from, count, into, at);
    }

    @Override
    public List<SampleInput> inputs() {
        return whole.inputs();
    }

    @Override
    public void readFloats(int input, int from, int count, float[] into, int at) {
        check(from, count);
        whole.readFloats(input, first + from, count, into, at);
    }

    @Override
    public void readLongs(int input, int from, int count, long[] into, int at) {
        check(from, count);
        whole.readLongs(input, first + from, count, into, at);
    }

    private void check(int from, int count) {
        if (from < 0 || count < 0 || from > size - count) {
            throw new IndexOutOfBoundsException("samples " + from + " to " + (from + (long) count) + " of " + size);
        }
    }

    @Override
    public Optional<int[]> labels() {
        return whole.labels().map(labels -> Arrays.copyOfRange(labels, first, first + size));
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public String sampleName(int sample) {
        return whole.sampleName(first + sample);
    }

    @Override
    public List<Phrase> notes() {
        return whole.notes();
    }

    @Override
    public boolean readsSlowly() {
        return whole.readsSlowly();
    }

    @Override
    public String digest() {
        return whole.digest();
    }
}
