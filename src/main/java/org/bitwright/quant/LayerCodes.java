package org.bitwright.quant;

import org.bitwright.quant.coding.SymbolSource;
import org.bitwright.task.CancelToken;

/**
 * The codes of a quantized weight as they are entropy coded, in storage order, each worked out when it is read: the
 * codes that {@link Grid#encode} gives, of uniform integers less their zero point, so that channels with different zero
 * points share one alphabet in which 0 means zero.
 */
public final class LayerCodes implements SymbolSource {
    private final float[] values;
    private final LayerGrids grids;
    private final GranuleRuns runs;
    private final int lowest;
    private final int highest;

    private LayerCodes(LayerWeights weights, LayerGrids grids) {
        this.values = weights.values();
        this.grids = grids;
        this.runs = new GranuleRuns(weights.granules(grids.granularity()));
        this.lowest = grids.list().stream().mapToInt(Symbols::lowest).min().orElse(0);
        this.highest = grids.list().stream().mapToInt(Symbols::highest).max().orElse(0);
    }

    /** The codes of a weight at grids that were found for it; none of them leaves the weight float. */
    public static LayerCodes of(LayerWeights weights, LayerGrids grids) {
        return new LayerCodes(weights, grids);
    }

    /**
     * The same codes, worked out once where they fit a byte each; else these. For whoever reads them more than once.
     */
    SymbolSource kept(CancelToken cancel) {
        return highest - lowest < 1 << Byte.SIZE ? KeptCodes.of(this, cancel) : this;
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public int lowest() {
        return lowest;
    }

    @Override
    public int highest() {
        return highest;
    }

    @Override
    public void read(int first, int[] into, int count) {
        runs.visit(first, first + count, (granule, from, to) -> {
            Grid grid = grids.get(granule);
            if (grid instanceof UniformGrid uniform && grids.rounding().isHalfEven()) {
                steps(uniform, from, to, into, from - first);
            } else {
                encode(grid, from, to, into, from - first);
            }
        });
    }

    /** Uniform codes less the zero point are whole numbers of steps: no zero point is added only to be taken off. */
    private void steps(UniformGrid grid, int from, int to, int[] into, int at) {
        float scale = grid.scale();
        double low = grid.lowestSteps();
        double high = grid.highestSteps();
        for (int i = from; i < to; i++) {
            into[at + i - from] = (int) Math.max(low, Math.min(high, Math.rint(values[i] / scale)));
        }
    }

    private void encode(Grid grid, int from, int to, int[] into, int at) {
        int zeroPoint = Symbols.zeroPoint(grid);
        if (grids.rounding() instanceof Rounding.Assigned assigned) {
            for (int i = from; i < to; i++) {
                into[at + i - from] = assigned.codes().code(i) - zeroPoint;
            }
            return;
        }
        for (int i = from; i < to; i++) {
            into[at + i - from] = grid.encode(values[i], grids.rounding(), i) - zeroPoint;
        }
    }
}
