package org.bitwright.bench;

import java.util.OptionalInt;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Fake quantization with error sums of 64 M values, against a plain copy of the same array. */
final class FakeQuantizationBenchmark implements Benchmark {
    private static final int ROWS = 8192;
    private static final int COLUMNS = 8192;

    @Override
    public String name() {
        return "fake-quantization";
    }

    @Override
    public void run() throws Exception {
        float[] values = RandomLayer.values(ROWS * COLUMNS);
        float[] into = new float[values.length];
        measure("per tensor", values, into, OptionalInt.empty(), Calibrator.minMax());
        measure("per channel, first axis", values, into, OptionalInt.of(0), Calibrator.minMax());
        measure("per channel, last axis", values, into, OptionalInt.of(1), Calibrator.minMax());
        measure("per tensor, 0.1 % clipped", values, into, OptionalInt.empty(), Calibrator.percentile(99.9));
        measure("first axis, 0.1 % clipped", values, into, OptionalInt.of(0), Calibrator.percentile(99.9));
        measure("last axis, 0.1 % clipped", values, into, OptionalInt.of(1), Calibrator.percentile(99.9));
    }

    private static void measure(String what, float[] values, float[] into, OptionalInt axis, Calibrator calibrator)
            throws Exception {
        LayerWeights weights = LayerWeights.of(RandomLayer.layer(axis, ROWS, COLUMNS), values, CancelToken.none());
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, calibrator);
        LayerGrids grids = LayerQuantizer.grids(weights, config, CancelToken.none());
        Kernels.compare(
                what,
                () -> Kernels.copy(values, into),
                () -> LayerQuantizer.valuesInto(weights, grids, into, CancelToken.none()));
    }
}
