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

    /**
     * Binary weights are kept within ±1 (BinaryConnect, Courbariaux et al. 2015, section 2.4), or within the magnitudes
     * that they start with: beyond, they would only be the longer on their way back to the other sign.
     */
    private static final float LEAST_CLIP = 1;

    private final Layer layer;
    private final TensorConfig config;
    private final GranuleLayout layout;
    private final GranuleEnds ends;
    private final float clip;
    private LayerGrids grids;
    private int age;

    MovingGrids(Layer layer, TensorConfig config, float[] start) {
        this.layer = layer;
        this.config = config;
        this.layout = GranuleLayout.of(layer, config.granularity());
        this.ends = new GranuleEnds(layout);
        this.clip = config.format() instanceof NumberFormat.Binary ? clip(start) : Float.POSITIVE_INFINITY;
        this.grids = found(start);
    }

    private static float clip(float[] start) {
        float greatest = LEAST_CLIP;
        for (float x : start) {
            greatest = Float.isFinite(x) ? Math.max(greatest, Math.abs(x)) : greatest;
        }
        return greatest;
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

    @Override
    public void limit(float[] master) {
        if (clip < Float.POSITIVE_INFINITY) {
            for (int i = 0; i < master.length; i++) {
                master[i] = Math.max(-clip, Math.min(clip, master[i]));
            }
        }
    }
}
