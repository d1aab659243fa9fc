package org.bitwright.bench;

import java.util.OptionalInt;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** The codebooks of 25 M values, on all cores. */
final class KMeansBenchmark implements Benchmark {
    private static final int ROWS = 4096;
    private static final int COLUMNS = 6144;
    private static final int WARMUP = 1;
    private static final int ROUNDS = 3;

    @Override
    public String name() {
        return "k-means";
    }

    @Override
    public void run() throws Exception {
        LayerWeights weights = LayerWeights.of(
                RandomLayer.layer(OptionalInt.of(0), ROWS, COLUMNS),
                RandomLayer.values(ROWS * COLUMNS),
                CancelToken.none());
        measure(weights, 4, Granularity.TENSOR);
        measure(weights, 8, Granularity.TENSOR);
        measure(weights, 4, Granularity.CHANNEL);
    }

    private static void measure(LayerWeights weights, int bits, Granularity granularity) throws Exception {
        TensorConfig config = TensorConfig.of(new NumberFormat.Codebook(bits), granularity, Calibrator.minMax());
        Timing timing =
                Timing.alternate(WARMUP, ROUNDS, () -> LayerQuantizer.grids(weights, config, CancelToken.none()))[0];
        System.out.printf(
                "%3d centroids, %-8s %7.0f ms (best %.0f)%n",
                1 << bits,
                granularity.isTensor() ? "tensor" : "channel",
                timing.median() * 1e3,
                timing.percentile(0) * 1e3);
    }
}
