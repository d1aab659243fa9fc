package org.bitwright.quant;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The grids of a weight; immutable. Where they are uniform ones that differ in their scales only, the scales lie
 * together as well: millions of grids lie about the heap, and to visit them took a quarter of the time of quantizing.
 */
final class GridList extends AbstractList<Grid> implements RandomAccess {
    private static final int SLICE = 1 << 14;

    private final Grid[] grids;
    private final float @Nullable [] scales;

    private GridList(Grid[] grids, float @Nullable [] scales) {
        this.grids = grids;
        this.scales = scales;
    }

    /** @param grids not changed afterwards */
    static GridList of(Grid[] grids, CancelToken cancel) {
        if (grids.length == 0 || !(grids[0] instanceof UniformGrid first)) {
            return new GridList(grids, null);
        }
        float[] scales = new float[grids.length];
        boolean[] isAlike = new boolean[(grids.length - 1) / SLICE + 1];
        Parallel.forSlices(isAlike.length, cancel, slice -> {
            int from = slice * SLICE;
            isAlike[slice] = putScales(grids, first, scales, from, Math.min(grids.length, from + SLICE));
        });
        for (boolean is : isAlike) {
            if (!is) {
                return new GridList(grids, null);
            }
        }
        return new GridList(grids, scales);
    }

    private static boolean putScales(Grid[] grids, UniformGrid first, float[] scales, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!(grids[i] instanceof UniformGrid grid)
                    || grid.lowestSteps() != first.lowestSteps()
                    || grid.highestSteps() != first.highestSteps()) {
                return false;
            }
            scales[i] = grid.scale();
        }
        return true;
    }

    @Override
    public Grid get(int granule) {
        return grids[granule];
    }

    @Override
    public int size() {
        return grids.length;
    }

    /** Copies the scales of {@code count} grids from {@code from} on; not where grids differ in more. */
    boolean copyScales(int from, float[] into, int count) {
        if (scales == null) {
            return false;
        }
        System.arraycopy(scales, from, into, 0, count);
        return true;
    }
}
