package org.bitwright.quant;

import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Loops over columns of uniform grids on the incubating Vector API: whole rows in memory's order, from their first cache
 * line on, with all sums and grids in {@link ColumnPlanes}.
 */
final class VectorApiColumns implements ColumnLoops {
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** A float array that begins on a cache line with a header of 16 bytes has its next line here. */
    private static final int LINE_START = 12;

    private static final int LINE = 16;

    private final List<LaneGrids> blocks;
    private final boolean clips;
    private final ColumnPlanes planes;
    private final int[] hits;
    private boolean stale = true;

    /**
     * @param at of the first column's value in its array
     * @param clips whether values may be clipped
     */
    VectorApiColumns(List<LaneGrids> blocks, int at, boolean clips) {
        int width = ColumnKernel.width(blocks);
        this.blocks = blocks;
        this.clips = clips;
        this.planes = new ColumnPlanes(width, at, clips);
        this.hits = new int[clips ? width / LANES : 0];
    }

    @Override
    public void use() {
        stale = true;
    }

    private void takeGrids() {
        if (stale) {
            planes.use(blocks, clips);
            stale = false;
        }
    }

    @Override
    public void rows(KernelPath path, int column, int n, float[] x, float[] into, int at, int stride) {
        takeGrids();
        int head = head(at, n);
        int whole = (n - head) / LANES * LANES;
        int first = column + head;
        float[] store = planes.store;
        int place = planes.at(0, first);
        int size = planes.size();
        if (clips) {
            int count = VectorApiClampedRows.clampedRows(store, place, size, whole, x, into, at + head, stride, hits);
            VectorApiClampedRows.addClips(planes, first, hits, count, LaneLoops.ROWS, x, into, at + head, stride);
        } else {
            VectorApiRows.unclippedRows(store, place, size, whole, x, into, at + head, stride);
        }
        ends(column, head, whole, n, x, into, at, LaneLoops.ROWS, stride);
    }

    @Override
    public void row(KernelPath path, int column, int n, float[] x, float[] into, int at) {
        takeGrids();
        int head = head(at, n);
        int whole = (n - head) / LANES * LANES;
        int first = column + head;
        float[] store = planes.store;
        int place = planes.at(0, first);
        int size = planes.size();
        if (clips) {
            int count = VectorApiClampedRows.clamped(store, place, size, whole, x, into, at + head, hits);
            VectorApiClampedRows.addClips(planes, first, hits, count, 1, x, into, at + head, 0);
        } else {
            VectorApiRows.unclipped(store, place, size, whole, x, into, at + head);
        }
        ends(column, head, whole, n, x, into, at, 1, 0);
    }

    /** How many values come before the first cache line. */
    private static int head(int at, int n) {
        return Math.min(n, Math.floorMod(LINE_START - at, LINE));
    }

    /** What lies before and behind the vectors of rows, column by column. */
    private void ends(int column, int head, int whole, int n, float[] x, float[] into, int at, int rows, int stride) {
        for (int j = head == 0 ? whole : 0; j < n; j = j + 1 == head ? head + whole : j + 1) {
            for (int row = 0; row < rows; row++) {
                int place = at + row * stride + j;
                into[place] = quantized(column + j, x[place]);
            }
        }
    }

    private float quantized(int column, float v) {
        float[] store = planes.store;
        float scale = store[planes.at(ColumnPlanes.SCALE, column)];
        float steps = v / scale + LaneLoops.ROUNDING;
        if (clips) {
            float low = store[planes.at(ColumnPlanes.LOWEST, column)];
            float high = store[planes.at(ColumnPlanes.HIGHEST, column)];
            steps = Math.min(Math.max(steps, low), high);
        }
        float q = (steps - LaneLoops.ROUNDING) * scale;
        float e = q - v;
        store[planes.at(ColumnPlanes.SQUARES, column)] += e * e;
        store[planes.at(ColumnPlanes.PRODUCTS, column)] += clips ? q * q : v * e;
        int greatest = planes.at(ColumnPlanes.GREATEST, column);
        store[greatest] = Math.max(store[greatest], Math.abs(e));
        if (clips && isBeyond(column, v)) {
            store[planes.at(ColumnPlanes.CLIP_SQUARES, column)] += e * e;
            store[planes.at(ColumnPlanes.CLIPPED, column)]++;
        }
        return q;
    }

    private boolean isBeyond(int column, float v) {
        return v < planes.store[planes.at(ColumnPlanes.LOW_END, column)]
                || v > planes.store[planes.at(ColumnPlanes.HIGH_END, column)];
    }

    @Override
    public void drain(ErrorSums sums, KernelPath path) {
        planes.drain(sums, clips);
    }

    @Override
    public void close() {
        planes.close();
    }
}
