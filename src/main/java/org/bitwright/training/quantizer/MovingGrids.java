package org.bitwright.training.quantizer;

import java.util.Arrays;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/**
 * Grids that are found again as the values change, by the rules that the workbench quantizes by. What follows from ends
 * and means is found at every step; what is searched for (mse, percentiles, entropy, powers of two) every
 * {@value #STEPS} steps and at the end of every epoch.
 */
final class MovingGrids implements WeightGrids {
    /** Steps between two searches: a range moves by far less than a step of its grid meanwhile. */
    static final int STEPS = 25;

    private final Layer layer;
    private final TensorConfig config;
    private final GranuleLayout layout;
    private final GranuleEnds ends;
    private LayerGrids grids;
    private int age;

    MovingGrids(Layer layer, TensorConfig config, float[] start) {
        this.layer = layer;
        this.config = config;
        this.layout = GranuleLayout.of(layer, config.granularity());
        this.ends = new GranuleEnds(layout);
        this.grids = found(start);
    }

    @Override
    public LayerGrids of(float[] master) {
        age++;
        return isSearched() && age < STEPS ? grids : settled(master);
    }

    @Override
    public LayerGrids settled(float[] master) {
        age = 0;
        grids = found(master);
        return grids;
    }

    private LayerGrids found(float[] master) {
        return isByEnds() && ends.find(master) ? byEnds() : searched(master);
    }

    private LayerGrids byEnds() {
        NumberFormat.Ranged format = (NumberFormat.Ranged) config.format();
        Grid[] found = new Grid[layout.granules()];
        Arrays.setAll(found, granule -> format.grid(ends.range(granule)));
        return new LayerGrids(config.granularity(), config.rounding(), Arrays.asList(found));
    }

    private LayerGrids searched(float[] master) {
        CancelToken never = CancelToken.none();
        return LayerQuantizer.grids(LayerWeights.passing(layer, master, never), config, never);
    }

    private boolean isByEnds() {
        return config.format() instanceof NumberFormat.Ranged
                && config.calibrator() instanceof Calibrator.MinMax
                && !isPowerOfTwo()
                && config.manual().isEmpty();
    }

    private boolean isPowerOfTwo() {
        return config.format() instanceof NumberFormat.Uniform uniform && uniform.scheme() == Scheme.POWER_OF_TWO;
    }

    private boolean isSearched() {
        return config.format() instanceof NumberFormat.Ranged && !isByEnds();
    }

    @Override
    public void backward(float[] master, float[] gradient) {
        StraightThrough.pass(master, gradient, layout, grids.list());
    }
}
