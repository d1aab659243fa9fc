package org.bitwright.quant;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The grids of a weight; immutable. Where they are uniform or floating-point ones that differ in their scales only, blocks
 * of NVFP4 that did not underflow included, the scales lie together as well: millions of grids lie about the heap, and to
 * visit them took a quarter of the time of quantizing.
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
        if (grids.length == 0 || !isAlikeButForScale(grids[0], grids[0])) {
            return new GridList(grids, null);
        }
        float[] scales = new float[grids.length];
        boolean[] isAlike = new boolean[(grids.length - 1) / SLICE + 1];
        Parallel.forSlices(isAlike.length, cancel, slice -> {
            int from = slice * SLICE;
            isAlike[slice] = putScales(grids, scales, from, Math.min(grids.length, from + SLICE));
        });
        for (boolean is : isAlike) {
            if (!is) {
                return new GridList(grids, null);
            }
        }
        return new GridList(grids, scales);
    }

    private static boolean putScales(Grid[] grids, float[] scales, int from, int to) {
        Grid first = grids[0];
        for (int i = from; i < to; i++) {
            if (!isAlikeButForScale(first, grids[i])) {
                return false;
            }
            scales[i] = scale(grids[i]);
        }
        return true;
    }

    private static float scale(Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            return uniform.scale();
        }
        return grid instanceof FloatGrid floats ? floats.scale() : ((NvFp4Grid) grid).scale();
    }

    private static boolean isAlikeButForScale(Grid first, Grid other) {
        if (first instanceof UniformGrid uniform) {
            return other instanceof UniformGrid grid
                    && grid.lowestSteps() == uniform.lowestSteps()
                    && grid.highestSteps() == uniform.highestSteps();
        }
        if (first instanceof NvFp4Grid) {
            return other instanceof NvFp4Grid block && !block.isUnderflow();
        }
        return first instanceof FloatGrid floats && other instanceof FloatGrid grid && isAlikeButForScale(floats, grid);
    }

    /** Whether two floating-point grids differ in their scales at most. */
    static boolean isAlikeButForScale(FloatGrid first, FloatGrid other) {
        return first.type() == other.type() && first.saturating() == other.saturating();
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
