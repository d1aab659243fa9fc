package org.bitwright.quant;

import java.util.Arrays;

/** The grids of neighbouring places, one value a place, as the innermost loops read them. */
final class LaneGrids {
    final float[] scale;
    /** Lowest and highest number of steps, with {@link LaneLoops#ROUNDING} added: they clamp the sum before rounding. */
    final float[] lowest;

    final float[] highest;
    /** The values beyond which a place clips. */
    final float[] lowEnd;

    final float[] highEnd;
    private final Grid[] grids;

    LaneGrids(int width) {
        grids = new Grid[width];
        scale = new float[width];
        lowest = new float[width];
        highest = new float[width];
        lowEnd = new float[width];
        highEnd = new float[width];
    }

    /** One grid for all places. */
    void use(Grid grid) {
        if (!grid.equals(grids[0])) {
            use(0, grid);
            Arrays.fill(scale, scale[0]);
            Arrays.fill(lowest, lowest[0]);
            Arrays.fill(highest, highest[0]);
            Arrays.fill(lowEnd, lowEnd[0]);
            Arrays.fill(highEnd, highEnd[0]);
        }
    }

    /** Sets the grid of a place. */
    void use(int place, Grid grid) {
        ReachableEnds ends = ReachableEnds.of(grid);
        grids[place] = grid;
        lowEnd[place] = ends.low();
        highEnd[place] = ends.high();
        if (grid instanceof UniformGrid uniform) {
            scale[place] = uniform.scale();
            lowest[place] = uniform.lowestSteps() + LaneLoops.ROUNDING;
            highest[place] = uniform.highestSteps() + LaneLoops.ROUNDING;
        }
    }

    int width() {
        return grids.length;
    }

    Grid grid(int place) {
        return grids[place];
    }

    boolean clips(int place, float x) {
        return x < lowEnd[place] || x > highEnd[place];
    }
}
