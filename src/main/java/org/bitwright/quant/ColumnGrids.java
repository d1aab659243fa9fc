package org.bitwright.quant;

/** The grids of neighbouring columns, spread out for the vector loops. Not written to once it is made. */
final class ColumnGrids {
    final Grid[] grids;
    final float[] scale;
    final float[] low;
    final float[] high;
    final float[] lowEnd;
    final float[] highEnd;

    ColumnGrids(int width) {
        grids = new Grid[width];
        scale = new float[width];
        low = new float[width];
        high = new float[width];
        lowEnd = new float[width];
        highEnd = new float[width];
    }

    /** Sets the grid of a column. */
    void use(int column, Grid grid) {
        ReachableEnds ends = ReachableEnds.of(grid);
        grids[column] = grid;
        lowEnd[column] = ends.low();
        highEnd[column] = ends.high();
        if (grid instanceof UniformGrid uniform) {
            scale[column] = uniform.scale();
            low[column] = uniform.lowestSteps();
            high[column] = uniform.highestSteps();
        }
    }

    int width() {
        return grids.length;
    }

    boolean clips(int column, float x) {
        return x < lowEnd[column] || x > highEnd[column];
    }
}
