package org.bitwright.quant;

/**
 * The innermost loops: round values to the grids of their places and add up the errors a place. Whoever implements them
 * does the same float32 operations in the same order at every place, so that results do not depend on the implementation.
 */
interface LaneLoops {
    /**
     * Places that are worked on together. With their sums they stay in the first-level cache, and there are enough of
     * them for a sum to have left the processor's store queue before it is needed again.
     */
    int BLOCK = 256;

    /** Values of a run that are worked on at a time: on no fewer than 16 places, so that none takes too many. */
    int PART = LaneSums.MOST * 16;

    /** Rows that {@link #rows} takes at a time. */
    int ROWS = 8;

    /** Adding and subtracting 1.5·2^23 rounds half to even where |x| &lt; 2^22. */
    float ROUNDING = 12582912f;

    /** The fastest that this JVM offers; not to be shared between threads. */
    static LaneLoops ofThisMachine() {
        return VectorModule.isOn() ? new VectorApiLoops() : new PlainLoops();
    }

    /** Places that {@link #run} sums over. */
    int placesOfRun();

    /**
     * Quantizes {@code x[at … at + n − 1]} to {@code into[intoAt …]} and adds up the errors of all together: a part of
     * {@link #longRun}, for paths that it leaves to this.
     *
     * @param path not {@link KernelPath#SCALAR}; {@link KernelPath#UNCLIPPED} for one grid only
     * @param offset of the first value from where {@code grids} start: a multiple of 16
     * @param sums of {@link #placesOfRun} places
     */
    void run(
            KernelPath path,
            GroupGrids grids,
            int offset,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int n);

    /**
     * The same for a run of any length in parts of {@link #PART}, whose errors are added to place {@code run}.
     *
     * @param lanes of {@link #placesOfRun} places, all 0 before and after
     * @param keeps whether {@code into} takes every value at the place that it has in {@code x}; if not, those of each
     *     part from 0 on
     */
    default void longRun(
            KernelPath path,
            GroupGrids grids,
            int offset,
            LaneSums lanes,
            ErrorSums sums,
            int run,
            float[] x,
            int at,
            float[] into,
            boolean keeps,
            int n) {
        for (int i = 0; i < n; i += PART) {
            run(path, grids, offset + i, lanes, x, at + i, into, keeps ? at + i : 0, Math.min(PART, n - i));
            lanes.drainTo(sums, run, path);
        }
    }

    /** Quantizes {@code x[at … at + n − 1]} to {@code into[intoAt …]}, value number j at place {@code j}. */
    void row(KernelPath path, LaneGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n);

    /** The same for {@link #ROWS} rows that lie {@code stride} apart, one after the other at each place. */
    default void rows(
            KernelPath path,
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        for (int row = 0; row < ROWS; row++) {
            row(path, grids, sums, x, at + row * stride, into, intoAt + row * intoStride, n);
        }
    }

    /**
     * How many values from {@code at} on make a first block, so that the next one starts where a float array that begins
     * with a header of 16 bytes on a cache line has its next line.
     */
    static int firstBlock(int at) {
        return BLOCK - (at + 4) % 16;
    }
}
