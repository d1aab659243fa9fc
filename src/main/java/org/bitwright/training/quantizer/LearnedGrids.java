package org.bitwright.training.quantizer;

import java.util.Arrays;
import org.bitwright.model.Layer;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.GranuleWalk;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * Uniform grids whose steps are trained (LSQ, "Learned Step Size Quantization", Esser et al. 2020, section 2.1): with
 * v = w / s and the ends −Qn and Qp, the derivative of ŵ by s is round(v) − v within the ends, −Qn and Qp beyond, and that
 * by w is 1 within and 0 beyond. The gradient by s is scaled by 1 / √(n · Qp), n the number of values of the granule.
 * Zero points stay.
 */
final class LearnedGrids implements WeightGrids {
    private final GranuleLayout layout;
    private final LayerGrids start;
    private final float[] learned;
    private final float[] gradient;
    private final double[] sums;
    private Grid[] grids;

    LearnedGrids(Layer layer, TensorConfig config, float[] master, LayerGrids configured) {
        this.layout = GranuleLayout.of(layer, config.granularity());
        this.start = configured;
        this.learned = new float[layout.granules()];
        this.gradient = new float[layout.granules()];
        this.sums = new double[layout.granules()];
        this.grids = new Grid[layout.granules()];
        Arrays.fill(learned, 1f);
    }

    @Override
    public LayerGrids of(float[] master) {
        Grid[] now = new Grid[learned.length];
        Arrays.setAll(now, granule -> LearnedStep.grid((UniformGrid) start.get(granule), learned[granule]));
        grids = now;
        return new LayerGrids(start.granularity(), start.rounding(), Arrays.asList(now));
    }

    @Override
    public void backward(float[] master, float[] gradientByRounded) {
        Arrays.fill(sums, 0);
        GranuleWalk.over(layout, new GranuleWalk.Visitor() {
            @Override
            public void run(int granule, int from, int to) {
                sums[granule] += LearnedStep.backward((UniformGrid) grids[granule], master, gradientByRounded, from, to);
            }

            @Override
            public void row(int first, int from, int count) {
                for (int j = 0; j < count; j++) {
                    run(first + j, from + j, from + j + 1);
                }
            }
        });
        for (int granule = 0; granule < gradient.length; granule++) {
            UniformGrid first = (UniformGrid) start.get(granule);
            gradient[granule] = LearnedStep.scaled(sums[granule], layout.values(granule), first);
        }
    }

    @Override
    public float[] learned() {
        return learned;
    }

    @Override
    public float[] learnedGradient() {
        return gradient;
    }
}
