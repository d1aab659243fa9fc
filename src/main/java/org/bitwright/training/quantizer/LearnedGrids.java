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
    private final TensorConfig config;
    private final UniformGrid[] start;
    private final float[] learned;
    private final float[] gradient;
    private final double[] sums;
    private final LearnedLoop loop = new LearnedLoop();
    private UniformGrid[] grids;

    /**
     * @param configured the grids that the configuration has; those that were not set by hand give way to LSQ's own start
     *     where its squared error is less
     */
    LearnedGrids(Layer layer, TensorConfig config, float[] master, LayerGrids configured) {
        this.layout = GranuleLayout.of(layer, config.granularity());
        this.config = config;
        this.start = new UniformGrid[layout.granules()];
        this.learned = new float[start.length];
        this.gradient = new float[start.length];
        this.sums = new double[start.length];
        Arrays.setAll(start, granule -> start(master, granule, (UniformGrid) configured.get(granule)));
        Arrays.fill(learned, 1f);
        this.grids = start.clone();
    }

    private UniformGrid start(float[] master, int granule, UniformGrid configured) {
        if (config.manual().containsKey(granule)) {
            return configured;
        }
        float[] values = new float[layout.values(granule)];
        layout.gather(master, granule, values);
        UniformGrid usual = LearnedStep.usual(configured, values);
        return squaredError(values, usual) < squaredError(values, configured) ? usual : configured;
    }

    private static double squaredError(float[] values, UniformGrid grid) {
        double sum = 0;
        for (float x : values) {
            double e = (double) grid.quantize(x) - x;
            sum += e * e;
        }
        return sum;
    }

    @Override
    public LayerGrids of(float[] master) {
        UniformGrid[] now = new UniformGrid[learned.length];
        Arrays.setAll(now, granule -> LearnedStep.grid(start[granule], learned[granule]));
        grids = now;
        return new LayerGrids(config.granularity(), config.rounding(), Arrays.asList((Grid[]) now));
    }

    @Override
    public void backward(float[] master, float[] gradientByRounded) {
        Arrays.fill(sums, 0);
        GranuleWalk.over(layout, new GranuleWalk.Visitor() {
            @Override
            public void run(int granule, int from, int to) {
                UniformGrid grid = grids[granule];
                float low = grid.qmin() - grid.zeroPoint();
                float high = grid.qmax() - grid.zeroPoint();
                sums[granule] += loop.backward(master, gradientByRounded, from, to, grid.scale(), low, high);
            }

            @Override
            public void row(int first, int from, int count) {
                for (int j = 0; j < count; j++) {
                    run(first + j, from + j, from + j + 1);
                }
            }
        });
        for (int granule = 0; granule < gradient.length; granule++) {
            gradient[granule] = LearnedStep.scaled(sums[granule], layout.values(granule), start[granule]);
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
