package org.bitwright.bench;

import java.util.OptionalInt;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** The ranges of 25 M values by least squared error, after their histograms, on all cores. */
final class MseFitBenchmark implements Benchmark {
    private static final int ROWS = 4096;
    private static final int COLUMNS = 6144;
    private static final int WARMUP = 1;
    private static final int ROUNDS = 3;

    @Override
    public String name() {
        return "mse-fit";
    }

    @Override
    public void run() throws Exception {
        float[] values = RandomLayer.values(ROWS * COLUMNS);
        LayerWeights rows = weights(OptionalInt.of(0), values);
        LayerWeights columns = weights(OptionalInt.of(1), values);
        for (int bits : new int[] {2, 4, 8}) {
            NumberFormat format = NumberFormat.uniform(bits, Scheme.SYMMETRIC);
            measure("per channel, first axis", rows, format, Granularity.CHANNEL);
            measure("per channel, last axis", columns, format, Granularity.CHANNEL);
        }
        NumberFormat four = NumberFormat.uniform(4, Scheme.SYMMETRIC);
        measure("per tensor", rows, four, Granularity.TENSOR);
        measure("groups of 128", rows, four, Granularity.group(128));
        measure("groups of 32", rows, four, Granularity.group(32));
        NumberFormat asymmetric = NumberFormat.uniform(4, Scheme.ASYMMETRIC);
        measure("per channel, first axis", rows, asymmetric, Granularity.CHANNEL);
        measure("groups of 32", rows, asymmetric, Granularity.group(32));
        measure("per channel, first axis", rows, NumberFormat.uniform(4, Scheme.POWER_OF_TWO), Granularity.CHANNEL);
        measure("groups of 32", rows, NumberFormat.uniform(4, Scheme.POWER_OF_TWO), Granularity.group(32));
        NumberFormat fp8 = new NumberFormat.Minifloat(FloatType.E4M3FN);
        measure("per tensor", rows, fp8, Granularity.TENSOR);
        measure("per channel, first axis", rows, fp8, Granularity.CHANNEL);
        measure("per channel, last axis", columns, fp8, Granularity.CHANNEL);
        measure("groups of 32", rows, fp8, Granularity.group(32));
        NumberFormat fp4 = new NumberFormat.Minifloat(FloatType.E2M1);
        measure("per channel, first axis", rows, fp4, Granularity.CHANNEL);
        measure("per channel, last axis", columns, fp4, Granularity.CHANNEL);
        measure("groups of 32", rows, fp4, Granularity.group(32));
    }

    private static LayerWeights weights(OptionalInt axis, float[] values) {
        return LayerWeights.of(RandomLayer.layer(axis, ROWS, COLUMNS), values, CancelToken.none());
    }

    private static void measure(String what, LayerWeights weights, NumberFormat format, Granularity granularity)
            throws Exception {
        TensorConfig config = TensorConfig.of(format, granularity, Calibrator.mse());
        Timing timing =
                Timing.alternate(WARMUP, ROUNDS, () -> LayerQuantizer.grids(weights, config, CancelToken.none()))[0];
        System.out.printf(
                "%-26s %-46s %7.0f ms (best %.0f)%n", what, format, timing.median() * 1e3, timing.percentile(0) * 1e3);
    }
}
