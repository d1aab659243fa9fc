package org.bitwright.quant;

import java.util.Arrays;
import java.util.List;

/**
 * The sums and grids of columns, plane after plane in one array, for loops that walk whole rows. Many columns get an array
 * of {@link LargeArrays}, which starts on a cache line. Vectors that cross lines, above all stored ones, cost up to a fifth
 * of the time.
 */
final class ColumnPlanes {
    /** What {@link ErrorSums#product} says. */
    static final int PRODUCTS = 0;
    /** max|e|. */
    static final int GREATEST = 1;
    /** Σe². */
    static final int SQUARES = 2;

    static final int SCALE = 3;
    /** Σe² of clipped values. */
    static final int CLIP_SQUARES = 4;
    /** Number of clipped values: whole numbers. */
    static final int CLIPPED = 5;
    /** As in {@link LaneGrids}. */
    static final int LOWEST = 6;

    static final int HIGHEST = 7;
    static final int LOW_END = 8;
    static final int HIGH_END = 9;

    private static final int UNCLIPPED_PLANES = 4;
    private static final int PLANES = 10;

    private static final int LINE = 16;

    /** Where the first line of a large array starts behind its header of 16 bytes. */
    private static final int LINE_START = 12;

    /** Fewer columns take an array of their own. */
    private static final int MANY = 1 << 10;

    final float[] store;
    private final int width;
    private final int first;
    private final int size;

    /** @param at of the first column's value in its array, on whose lines those of the planes lie */
    ColumnPlanes(int width, int at, boolean clips) {
        this.width = width;
        this.first = LINE_START + Math.floorMod(at - LINE_START, LINE);
        this.size = (width + 2 * LINE - 1) / LINE * LINE;
        int planes = clips ? PLANES : UNCLIPPED_PLANES;
        int length = first + planes * size + LINE;
        store = width < MANY || length > LargeArrays.LENGTH ? new float[length] : LargeArrays.take();
        for (int plane = 0; plane < planes; plane++) {
            clear(plane);
        }
    }

    /** Keeps the array for the next columns. */
    void close() {
        if (store.length == LargeArrays.LENGTH) {
            LargeArrays.give(store);
        }
    }

    /** Where a column lies in a plane. */
    int at(int plane, int column) {
        return first + plane * size + column;
    }

    /** Distance of planes. */
    int size() {
        return size;
    }

    /** Takes up the grids of all columns. */
    void use(List<LaneGrids> blocks, boolean clips) {
        int column = 0;
        for (LaneGrids block : blocks) {
            put(SCALE, column, block.scale);
            if (clips) {
                put(LOWEST, column, block.lowest);
                put(HIGHEST, column, block.highest);
                put(LOW_END, column, block.lowEnd);
                put(HIGH_END, column, block.highEnd);
            }
            column += block.width();
        }
    }

    private void put(int plane, int column, float[] numbers) {
        System.arraycopy(numbers, 0, store, at(plane, column), numbers.length);
    }

    private void clear(int plane) {
        Arrays.fill(store, at(plane, 0), at(plane, 0) + width, 0f);
    }

    /** Adds the sums of every column to its place and clears them. */
    void drain(ErrorSums sums, boolean clips) {
        add(PRODUCTS, sums.product);
        add(SQUARES, sums.error);
        int greatest = at(GREATEST, 0);
        for (int j = VectorApiPlanes.greatest(store, greatest, width, sums.max); j < width; j++) {
            sums.max[j] = Math.max(sums.max[j], store[greatest + j]);
        }
        clear(GREATEST);
        if (clips) {
            add(CLIP_SQUARES, sums.clipError);
            int clipped = at(CLIPPED, 0);
            for (int j = 0; j < width; j++) {
                sums.clipped[j] += (int) store[clipped + j];
            }
            clear(CLIPPED);
        }
    }

    private void add(int plane, double[] into) {
        int at = at(plane, 0);
        for (int j = VectorApiPlanes.add(store, at, width, into); j < width; j++) {
            into[j] += store[at + j];
        }
        clear(plane);
    }
}
