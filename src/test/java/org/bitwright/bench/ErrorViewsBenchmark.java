package org.bitwright.bench;

import java.util.OptionalInt;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.ErrorUnit;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerErrors;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** What the error tab computes for 25 M values, on all cores. */
final class ErrorViewsBenchmark implements Benchmark {
    private static final int ROWS = 4096;
    private static final int COLUMNS = 6144;
    private static final int WARMUP = 2;
    private static final int ROUNDS = 5;
    private static final CancelToken NEVER = CancelToken.none();

    @Override
    public String name() {
        return "error views";
    }

    @Override
    public void run() throws Exception {
        LayerWeights weights = LayerWeights.of(
                RandomLayer.layer(OptionalInt.of(0), ROWS, COLUMNS), RandomLayer.values(ROWS * COLUMNS), NEVER);
        measure(weights, Granularity.TENSOR);
        measure(weights, Granularity.CHANNEL);
        measure(weights, Granularity.group(32));
    }

    private static void measure(LayerWeights weights, Granularity granularity) throws Exception {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), granularity, Calibrator.minMax());
        QuantizedLayer layer = LayerQuantizer.quantize(weights, config, NEVER);
        LayerErrors errors = LayerErrors.of(weights, layer, NEVER);
        Timing[] timings = Timing.alternate(
                WARMUP,
                ROUNDS,
                () -> LayerErrors.of(weights, layer, NEVER),
                () -> errors.histogram(LayerErrors.ALL_CHANNELS, ErrorUnit.STEP, 1, 81, NEVER),
                () -> errors.histogram(7, ErrorUnit.STEP, 1, 81, NEVER),
                () -> errors.scatter(LayerErrors.ALL_CHANNELS, ErrorUnit.STEP, 6000, NEVER),
                () -> errors.errorDensity(LayerErrors.ALL_CHANNELS, ErrorUnit.STEP, 200, 100, NEVER));
        System.out.printf(
                "%-8s values %5.0f ms, histogram %5.0f ms, of a channel %5.1f ms, scatter %5.0f ms, density %5.0f ms%n",
                granularity.kind(),
                timings[0].median() * 1e3,
                timings[1].median() * 1e3,
                timings[2].median() * 1e3,
                timings[3].median() * 1e3,
                timings[4].median() * 1e3);
    }
}
