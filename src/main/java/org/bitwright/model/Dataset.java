package org.bitwright.model;

import java.util.Optional;

/**
 * Samples of one shape, labelled or not, held in memory or read on demand. Thread-safe; samples never change.
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

    /** One class index a sample, where the data are labelled. The array is shared: callers do not write to it. */
    Optional<int[]> labels();

    /** Hexadecimal SHA-256 of the files that the samples and labels were read from. */
    String digest();
}
