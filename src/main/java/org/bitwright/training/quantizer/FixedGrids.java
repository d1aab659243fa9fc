package org.bitwright.training.quantizer;

import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.LayerGrids;

/** Grids that stay as they were at the start. */
record FixedGrids(GranuleLayout layout, LayerGrids grids) implements WeightGrids {
    @Override
    public LayerGrids of(float[] master) {
        return grids;
    }

    @Override
    public void backward(float[] master, float[] gradient) {
        StraightThrough.pass(master, gradient, layout, grids.list());
    }
}
