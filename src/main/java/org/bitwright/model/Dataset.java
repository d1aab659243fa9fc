package org.bitwright.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Samples of one shape, labelled or not, held in memory or read on demand. Thread-safe; samples never change. Reading one
 * whose file is broken or gone throws {@link java.io.UncheckedIOException}.
 *
 * <p>A sample is made of one array or more. {@link #sampleShape} and {@link #read} speak of the first; a data set of one
 * array need not say more.
 */
public interface Dataset {

    /** Short name for people, such as {@code t10k-images-idx3-ubyte.gz}. */
    String name();

    /** Number of samples. */
    int size();

    /** Shape of one sample without the batch axis. A gray image read from IDX is {@code 1 × H × W}. */
    Shape sampleShape();

    /**
     * Writes the raw values of samples {@code first} … {@code first + count − 1}, row-major, from {@code at} on.
     */
    void read(int first, int count, float[] into, int at);

    /** The arrays of a sample: at least one. */
    default List<SampleInput> inputs() {
        return List.of(new SampleInput("", ElementType.FLOAT32, sampleShape()));
    }

    /** The same as {@link #read} for one of {@link #inputs}, by its place there. */
    default void readFloats(int input, int first, int count, float[] into, int at) {
        Objects.checkIndex(input, inputs().size());
        read(first, count, into, at);
    }

    /**
     * The exact values of an array of integers or truth values, row-major, from {@code at} on. Unsigned 64-bit numbers
     * beyond 2^63 − 1 come out negative.
     *
     * @throws IllegalArgumentException if that array holds floats
     */
    default void readLongs(int input, int first, int count, long[] into, int at) {
        throw new IllegalArgumentException("array " + input + " of " + name() + " holds floats");
    }

    /** One class index a sample, where the data are labelled. The array is shared: callers do not write to it. */
    Optional<int[]> labels();

    /** Names of the classes by their index; empty where the data have none. */
    default List<String> classes() {
        return List.of();
    }

    /** What a sample is called where it has a file of its own; else its number. */
    default String sampleName(int sample) {
        return String.valueOf(sample);
    }

    /** What was left out when the data were read, in a user's words. */
    default List<Phrase> notes() {
        return List.of();
    }

    /** Whether the first reading of a sample takes long, so that several threads had better read. */
    default boolean readsSlowly() {
        return false;
    }

    /** Hexadecimal SHA-256 of the files that the samples and labels were read from. */
    String digest();
}
