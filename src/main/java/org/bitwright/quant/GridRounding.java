package org.bitwright.quant;

import java.util.List;

/**
 * Rounds a tensor to its grids and does nothing else: for weights that change at every step of training, where nobody
 * asks for errors. Bit for bit what {@link Grid#quantize} gives. One thread.
 */
public final class GridRounding {
    private final float[] values;
    private final List<Grid> grids;
    private final float[] into;
    private final boolean isUniform;

    private final float[] x;
    private final float[] rounded;
    private final LaneGrids lanes;
    private int lanesFrom = -1;

    private GridRounding(float[] values, List<Grid> grids, float[] into, int longestRow) {
        this.values = values;
        this.grids = grids;
        this.into = into;
        this.isUniform = grids.stream().allMatch(UniformGrid.class::isInstance);
        this.x = new float[longestRow];
        this.rounded = new float[longestRow];
        this.lanes = new LaneGrids(longestRow);
    }

    /**
     * Writes x̂ of each value.
     *
     * @param values in storage order; finite
     * @param layout of the granules of {@code grids}
     * @param grids whose rounding is not {@link Rounding.Assigned}
     * @param into as long as {@code values}; another array
     */
    public static void round(float[] values, GranuleLayout layout, LayerGrids grids, float[] into) {
        if (grids.rounding().isHalfEven()) {
            GridRounding rounding = new GridRounding(values, grids.list(), into, GranuleWalk.longestRow(layout));
            GranuleWalk.over(layout, rounding.new HalfEven());
        } else {
            for (int i = 0; i < values.length; i++) {
                into[i] = grids.get(layout.granule(i)).quantize(values[i], grids.rounding(), i);
            }
        }
    }

    private final class HalfEven implements GranuleWalk.Visitor {
        @Override
        public void run(int granule, int from, int to) {
            GridRounding.this.run(grids.get(granule), from, to);
        }

        @Override
        public void row(int first, int from, int count) {
            GridRounding.this.row(first, from, count);
        }
    }

    private void run(Grid grid, int from, int to) {
        if (grid instanceof UniformGrid uniform) {
            VectorLoops.clampAndRound(
                    values, into, from, to, uniform.scale(), uniform.lowestSteps(), uniform.highestSteps());
        } else if (grid instanceof BinaryGrid binary) {
            signs(values, into, from, to, binary.alpha());
        } else if (grid instanceof TernaryGrid ternary) {
            thirds(values, into, from, to, ternary.threshold(), ternary.alpha());
        } else if (grid instanceof FloatGrid floats && floats.saturating()) {
            floats(new FloatRounding(floats), floats.scale(), from, to);
        } else if (grid instanceof NvFp4Grid block && !block.isUnderflow()) {
            floats(new FloatRounding(block), block.scale(), from, to);
        } else if (grid instanceof TableGrid table) {
            lookUp(table, from, to);
        } else {
            for (int i = from; i < to; i++) {
                into[i] = grid.quantize(values[i]);
            }
        }
    }

    /** −α where the value is below 0; adding 0 makes 0 of −0, whose sign would count. */
    private static void signs(float[] x, float[] into, int from, int to, float alpha) {
        for (int i = from; i < to; i++) {
            into[i] = Math.copySign(alpha, x[i] + 0f);
        }
    }

    private static void thirds(float[] x, float[] into, int from, int to, float threshold, float alpha) {
        for (int i = from; i < to; i++) {
            float beyond = Math.min(Math.max(Math.abs(x[i]) - threshold, 0f) * 0x1p127f * 0x1p22f, 1f);
            into[i] = Math.copySign(beyond * alpha, x[i]) + 0f;
        }
    }

    private void floats(FloatRounding rounding, float scale, int from, int to) {
        for (int i = from; i < to; i++) {
            into[i] = rounding.round(values[i] / scale) * scale;
        }
    }

    private void lookUp(TableGrid grid, int from, int to) {
        LevelCellIndex index = grid.table().index();
        for (int i = from; i < to; i++) {
            into[i] = grid.table().level(index.below(values[i] / grid.scale())) * grid.scale();
        }
    }

    private void row(int first, int from, int count) {
        if (!isUniform) {
            for (int j = 0; j < count; j++) {
                into[from + j] = grids.get(first + j).quantize(values[from + j]);
            }
            return;
        }
        if (first != lanesFrom) {
            for (int j = 0; j < count; j++) {
                lanes.use(j, grids.get(first + j));
            }
            lanesFrom = first;
        }
        System.arraycopy(values, from, x, 0, count);
        uniform(x, rounded, count, lanes.scale, lanes.lowest, lanes.highest);
        System.arraycopy(rounded, 0, into, from, count);
    }

    /** The ends of {@code lanes} have the number that rounds in them. */
    private static void uniform(float[] x, float[] rounded, int n, float[] scale, float[] lowest, float[] highest) {
        for (int j = 0; j < n; j++) {
            float steps = Math.min(Math.max(x[j] / scale[j] + LaneLoops.ROUNDING, lowest[j]), highest[j]);
            rounded[j] = (steps - LaneLoops.ROUNDING) * scale[j];
        }
    }
}
