package org.bitwright.quant;

import java.util.List;

/** Turns the symbols of a coded weight, as {@link LayerCodes} gives them, back into its quantized values x̂. */
public final class CodedValues {
    private final GranuleRuns runs;
    private final List<Grid> grids;

    /**
     * @param layout of the weight
     * @param grids one a granule
     * @throws IllegalArgumentException if there are more or fewer grids than granules
     */
    public CodedValues(GranuleLayout layout, List<Grid> grids) {
        if (layout.granules() != grids.size()) {
            throw new IllegalArgumentException(
                    grids.size() + " grids where the weight has " + layout.granules() + " granules");
        }
        this.runs = new GranuleRuns(layout);
        this.grids = grids;
    }

    /**
     * Puts the values of {@code count} symbols from value number {@code first} on at their place in {@code into}.
     *
     * @throws IllegalArgumentException if a symbol stands for no value of its grid
     */
    public void decode(int first, int[] symbols, int count, float[] into) {
        runs.visit(first, first + count, (granule, from, to) -> {
            Grid grid = grids.get(granule);
            int zeroPoint = Symbols.zeroPoint(grid);
            int lowest = Symbols.lowest(grid);
            int highest = Symbols.highest(grid);
            for (int i = from; i < to; i++) {
                int symbol = symbols[i - first];
                if (symbol < lowest || symbol > highest) {
                    throw new IllegalArgumentException(
                            "the code " + symbol + " does not lie in " + lowest + " … " + highest);
                }
                into[i] = grid.decode(symbol + zeroPoint);
            }
        });
    }
}
