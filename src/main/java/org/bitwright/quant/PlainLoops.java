package org.bitwright.quant;

/**
 * The loops in plain Java. HotSpot's C2 compiler turns a loop into vector instructions only if it is small, if all its
 * float arrays are walked from the same index, and if no scalar carries from one turn to the next: so blocks are copied
 * to where sums are kept one a place, from index 0. A loop that reads from and writes to memory is the faster the more
 * arithmetic it hides behind the waiting. Divisions stay divisions: multiplying by the reciprocal rounds differently.
 */
final class PlainLoops implements LaneLoops {
    /** The smallest float times both of these is 1: makes 1 of every positive float, but for 0. */
    private static final float RAISE = 0x1p127f;

    private static final float RAISE_MORE = 0x1p22f;

    private final float[] x = new float[BLOCK];
    private final float[] quantized = new float[BLOCK];
    private final LaneGrids spread = new LaneGrids(BLOCK);
    private int version;

    @Override
    public int placesOfRun() {
        return BLOCK;
    }

    @Override
    public void run(
            KernelPath path,
            GroupGrids groups,
            int offset,
            LaneSums sums,
            float[] values,
            int at,
            float[] into,
            int intoAt,
            int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int length = Math.min(BLOCK, n - i);
            spread(groups, offset + i, length);
            quantize(path, groups.kind(), spread, sums, values, at + i, into, intoAt + i, length);
        }
    }

    /** Gives each place of a block the numbers of its group. */
    private void spread(GroupGrids groups, int offset, int n) {
        if (groups.isOne()) {
            if (groups.version() != version) {
                version = groups.version();
                spread.use(0, BLOCK, groups, 0);
            }
            return;
        }
        int end;
        for (int j = 0; j < n; j = end) {
            int group = (offset + j) >> groups.shift;
            end = Math.min(n, ((group + 1) << groups.shift) - offset);
            spread.use(j, end, groups, group);
        }
    }

    @Override
    public void row(
            KernelPath path, LaneGrids grids, LaneSums sums, float[] values, int at, float[] into, int intoAt, int n) {
        quantize(path, grids.grid(0), grids, sums, values, at, into, intoAt, n);
    }

    private void quantize(
            KernelPath path,
            Grid kind,
            LaneGrids grids,
            LaneSums sums,
            float[] values,
            int at,
            float[] into,
            int intoAt,
            int n) {
        System.arraycopy(values, at, x, 0, n);
        switch (path) {
            case UNCLIPPED -> round(x, quantized, n, grids.scale);
            case CLAMPED -> roundAndClamp(x, quantized, n, grids.scale, grids.lowest, grids.highest);
            case FLOATS -> new FloatRounding(kind).round(x, quantized, n, grids.scale);
            case TABLE -> lookUp(((TableGrid) kind).table(), x, quantized, n, grids.scale);
            case SIGNS -> signs(x, quantized, n, grids.scale, grids.lowest);
            case SCALAR -> throw new IllegalArgumentException("no loop for this path");
        }
        if (path == KernelPath.UNCLIPPED) {
            addErrors(x, quantized, sums.squares, sums.products, sums.greatest, n);
        } else {
            addErrorsOfClipped(x, quantized, sums.squares, sums.products, sums.greatest, n);
            addClipped(x, quantized, sums.clipSquares, sums.clipped, grids.lowEnd, grids.highEnd, n);
        }
        System.arraycopy(quantized, 0, into, intoAt, n);
    }

    private static void lookUp(LevelTable table, float[] x, float[] quantized, int n, float[] scale) {
        LevelCellIndex index = table.index();
        for (int j = 0; j < n; j++) {
            quantized[j] = table.level(index.below(x[j] / scale[j])) * scale[j];
        }
    }

    /** Levels of a table for {@code n} values of groups. */
    static void lookUp(
            LevelTable table, GroupGrids groups, int offset, float[] x, int at, float[] into, int intoAt, int n) {
        LevelCellIndex index = table.index();
        for (int i = 0; i < n; i++) {
            float scale = groups.scale[(offset + i) >> groups.shift];
            into[intoAt + i] = table.level(index.below(x[at + i] / scale)) * scale;
        }
    }

    private static void round(float[] x, float[] quantized, int n, float[] scale) {
        for (int j = 0; j < n; j++) {
            quantized[j] = ((x[j] / scale[j] + ROUNDING) - ROUNDING) * scale[j];
        }
    }

    private static void roundAndClamp(
            float[] x, float[] quantized, int n, float[] scale, float[] lowest, float[] highest) {
        for (int j = 0; j < n; j++) {
            float steps = Math.min(Math.max(x[j] / scale[j] + ROUNDING, lowest[j]), highest[j]);
            quantized[j] = (steps - ROUNDING) * scale[j];
        }
    }

    private static void signs(float[] x, float[] quantized, int n, float[] alpha, float[] threshold) {
        for (int j = 0; j < n; j++) {
            float v = x[j];
            float magnitude = Math.abs(v);
            float above = magnitude - threshold[j];
            // What is not above 0 vanishes in the sum with its magnitude.
            float isAbove = Math.min((above + Math.abs(above)) * RAISE * RAISE_MORE, 1f);
            float isNegative = Math.min((magnitude - v) * RAISE * RAISE_MORE, 1f);
            quantized[j] = (isAbove - 2 * isAbove * isNegative) * alpha[j];
        }
    }

    /** Adds e² and x·e to the sums of each place and raises its greatest |e|. */
    private static void addErrors(
            float[] x, float[] quantized, float[] squares, float[] products, float[] greatest, int n) {
        for (int j = 0; j < n; j++) {
            float v = x[j];
            float e = quantized[j] - v;
            squares[j] += e * e;
            products[j] += v * e;
            greatest[j] = Math.max(greatest[j], Math.abs(e));
        }
    }

    /** Adds e² and x̂² to the sums of each place and raises its greatest |e|. */
    private static void addErrorsOfClipped(
            float[] x, float[] quantized, float[] squares, float[] products, float[] greatest, int n) {
        for (int j = 0; j < n; j++) {
            float q = quantized[j];
            float e = q - x[j];
            squares[j] += e * e;
            products[j] += q * q;
            greatest[j] = Math.max(greatest[j], Math.abs(e));
        }
    }

    /** Adds e² and 1 to the sums of each place whose value lies beyond an end. */
    private static void addClipped(
            float[] x, float[] quantized, float[] clipSquares, float[] clipped, float[] low, float[] high, int n) {
        for (int j = 0; j < n; j++) {
            float v = x[j];
            float beyond = Math.abs(v - Math.min(Math.max(v, low[j]), high[j]));
            float isBeyond = Math.min(beyond * RAISE * RAISE_MORE, 1f);
            float e = quantized[j] - v;
            clipSquares[j] += e * e * isBeyond;
            clipped[j] += isBeyond;
        }
    }
}
