package org.bitwright.quant;

/**
 * The loops over rows whose columns have a grid each, with the sums of the columns' errors in float32. Whoever implements
 * them adds a column's values one after the other, so that results do not depend on the implementation.
 */
interface ColumnLoops {
    /** Takes notice that the grids of the columns are others. */
    void use();

    /**
     * Quantizes {@link LaneLoops#ROWS} rows that lie {@code stride} apart, one after the other in each column.
     *
     * @param path not {@link KernelPath#SCALAR}
     * @param column the first of {@code n} columns: where a block of grids starts
     * @param at of the first column's value in {@code x} and in {@code into}: loops with one index for both are faster
     */
    void rows(KernelPath path, int column, int n, float[] x, float[] into, int at, int stride);

    /** The same for one row. */
    void row(KernelPath path, int column, int n, float[] x, float[] into, int at);

    /** Adds the sums of every column to its place and clears them. */
    void drain(ErrorSums sums, KernelPath path);

    /** Ends the use. */
    void close();
}
