package org.bitwright.quant;

import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * The loops on the incubating Vector API; runs are {@link VectorApiRuns}', rows of uniform grids {@link VectorApiColumns}'.
 */
final class VectorApiLoops implements LaneLoops {
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();

    /** Levels up to which each border is compared with; beyond, an index is looked into. */
    private static final int SEARCHED = 64;

    private @Nullable PlainLoops plain;
    private @Nullable VectorApiTable table;
    private @Nullable VectorApiClampedRuns clamped;
    private @Nullable VectorApiUnclippedRuns unclipped;

    /** Whether values were clipped: then others nearby probably are, too. */
    private boolean clips;

    /** Whether this machine has vectors that are worth it and that fit. */
    static boolean isFast() {
        return LANES >= 4 && LANES <= VectorApiRuns.PLACES;
    }

    /** For what is left over: made when it is needed, since these loops are made for every few values. */
    private PlainLoops plain() {
        if (plain == null) {
            plain = new PlainLoops();
        }
        return plain;
    }

    @Override
    public int placesOfRun() {
        return VectorApiRuns.PLACES;
    }

    @Override
    public void run(
            KernelPath path,
            GroupGrids grids,
            int offset,
            LaneSums sums,
            float[] x,
            int at,
            float[] into,
            int intoAt,
            int n) {
        int whole = n - n % VectorApiRuns.PLACES;
        if (path == KernelPath.TABLE && grids.kind() instanceof TableGrid grid && grid.levels() > SEARCHED) {
            lookUp(grid, grids, offset, x, at, into, intoAt, whole);
            VectorApiTableRuns.rounded(grids, offset, sums, x, at, into, intoAt, whole);
        } else if (path != KernelPath.CLAMPED || !reached(grids, offset, sums, x, at, into, intoAt, whole)) {
            VectorApiRuns.run(path, grids, offset, sums, x, at, into, intoAt, whole);
        }
        if (whole < n) {
            plain().run(path, grids, offset + whole, sums, x, at + whole, into, intoAt + whole, n - whole);
        }
    }

    @Override
    public void longRun(
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
        int whole = 0;
        if (path == KernelPath.UNCLIPPED) {
            whole = n - n % VectorApiRuns.PLACES;
            if (whole > 0) {
                unclipped().quantize(grids, lanes, sums, run, x, at, into, keeps, whole);
            }
            if (whole < n) {
                int rest = keeps ? at + whole : 0;
                plain().run(path, grids, offset + whole, lanes, x, at + whole, into, rest, n - whole);
                lanes.drainTo(sums, run, path);
            }
            return;
        }
        if (path == KernelPath.CLAMPED && grids.isOne() && n >= VectorApiClampedRuns.TURN) {
            whole = n - n % VectorApiClampedRuns.TURN;
            clamped().quantize(grids, lanes, sums, run, x, at, into, keeps, whole);
        }
        LaneLoops.super.longRun(path, grids, offset + whole, lanes, sums, run, x, at + whole, into, keeps, n - whole);
    }

    private VectorApiUnclippedRuns unclipped() {
        if (unclipped == null) {
            unclipped = new VectorApiUnclippedRuns();
        }
        return unclipped;
    }

    private void lookUp(
            TableGrid grid, GroupGrids grids, int offset, float[] x, int at, float[] into, int intoAt, int n) {
        BorderCells cells =
                grids.isOne() && grid.scale() == 1 ? grid.table().borderCells().orElse(null) : null;
        if (cells == null) {
            PlainLoops.lookUp(grid.table(), grids, offset, x, at, into, intoAt, n);
            return;
        }
        if (table == null) {
            table = new VectorApiTable();
        }
        table.lookUp(cells, x, at, into, intoAt, n);
    }

    private VectorApiClampedRuns clamped() {
        if (clamped == null) {
            clamped = new VectorApiClampedRuns();
        }
        return clamped;
    }

    /** Quantizes in the shorter loop, if it does. A grid for all values is known to clip where it comes here. */
    private boolean reached(
            GroupGrids grids, int offset, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        if (clips || grids.isOne() || !grids.isAlikeButForScales()) {
            return false;
        }
        clips = !VectorApiReachedRuns.quantize(grids, offset, sums, x, at, into, intoAt, n);
        return !clips;
    }

    @Override
    public void row(
            KernelPath path, LaneGrids grids, LaneSums sums, float[] x, int at, float[] into, int intoAt, int n) {
        if (path == KernelPath.FLOATS) {
            VectorApiFloatRow.floats(grids, new FloatRounding(grids.grid(0)), sums, x, at, into, intoAt, n);
        } else if (path == KernelPath.SIGNS) {
            VectorApiSignRows.row(grids, sums, x, at, into, intoAt, n);
        } else {
            plain().row(path, grids, sums, x, at, into, intoAt, n);
        }
    }

    @Override
    public void rows(
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
        if (path == KernelPath.FLOATS) {
            floatRows(grids, sums, x, at, stride, into, intoAt, intoStride, n);
        } else if (path == KernelPath.SIGNS) {
            VectorApiSignRows.rows(grids, sums, x, at, stride, into, intoAt, intoStride, n);
        } else {
            LaneLoops.super.rows(path, grids, sums, x, at, stride, into, intoAt, intoStride, n);
        }
    }

    private static void floatRows(
            LaneGrids grids,
            LaneSums sums,
            float[] x,
            int at,
            int stride,
            float[] into,
            int intoAt,
            int intoStride,
            int n) {
        int whole = n - n % LANES;
        FloatRounding rounding = new FloatRounding(grids.grid(0));
        for (int row = 0; row < ROWS; row += ROWS / 2) {
            VectorApiFloatRow.fourRows(
                    grids,
                    rounding,
                    sums,
                    x,
                    at + row * stride,
                    stride,
                    into,
                    intoAt + row * intoStride,
                    intoStride,
                    whole);
        }
        for (int row = 0; row < ROWS; row++) {
            VectorApiFloatRow.rest(
                    grids, rounding, sums, x, at + row * stride, into, intoAt + row * intoStride, whole, n);
        }
    }
}
