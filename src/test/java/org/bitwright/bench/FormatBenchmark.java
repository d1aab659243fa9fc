package org.bitwright.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Every kind of format, and groups, on 64 M values with all error sums, against a plain copy of the same array. */
final class FormatBenchmark implements Benchmark {
    private static final int ROWS = 8192;
    private static final int COLUMNS = 8192;
    private static final Granularity GROUP = Granularity.group(32);
    private static final NumberFormat INT4 = NumberFormat.uniform(4, Scheme.SYMMETRIC);

    @Override
    public String name() {
        return "formats";
    }

    @Override
    public void run() throws Exception {
        float[] values = RandomLayer.values(ROWS * COLUMNS);
        float[] into = new float[values.length];
        LayerWeights rows = weights(values, 0, 1);
        measure("int4, groups of 32 in a row", rows, INT4, GROUP, into);
        measure("FP8 E4M3, tensor", rows, new NumberFormat.Minifloat(FloatType.E4M3FN), Granularity.TENSOR, into);
        measure("FP8 E5M2, channel", rows, new NumberFormat.Minifloat(FloatType.E5M2), Granularity.CHANNEL, into);
        measure("FP4 E2M1, groups of 32", rows, new NumberFormat.Minifloat(FloatType.E2M1), GROUP, into);
        measure("MXFP8 E4M3", rows, new NumberFormat.Microscaling(FloatType.E4M3FN), GROUP, into);
        measure("MXFP4", rows, new NumberFormat.Microscaling(FloatType.E2M1), GROUP, into);
        measure("NVFP4", rows, new NumberFormat.NvFp4(), Granularity.group(NumberFormat.NvFp4.BLOCK), into);
        measure("FP16", rows, new NumberFormat.HalfFloat(FloatType.FLOAT16, false), Granularity.TENSOR, into);
        measure("BF16", rows, new NumberFormat.HalfFloat(FloatType.BFLOAT16, false), Granularity.TENSOR, into);
        measure("NF4", rows, new NumberFormat.Nf4(), Granularity.group(NumberFormat.Nf4.BLOCK), into);
        measure("codebook of 16", rows, new NumberFormat.Codebook(4), Granularity.TENSOR, into);
        measure("codebook of 256", rows, new NumberFormat.Codebook(8), Granularity.TENSOR, into);
        measure("binary", rows, new NumberFormat.Binary(), Granularity.TENSOR, into);
        measure("ternary", rows, new NumberFormat.Ternary(), Granularity.TENSOR, into);
        LayerWeights columns = weights(values, 1, 0);
        measure("int4, groups of 32 in a column", columns, INT4, GROUP, into);
        measure("MXFP8 E4M3 in columns", columns, new NumberFormat.Microscaling(FloatType.E4M3FN), GROUP, into);
        measure(
                "FP8 E4M3, last axis",
                columns,
                new NumberFormat.Minifloat(FloatType.E4M3FN),
                Granularity.CHANNEL,
                into);
        measure("binary, last axis", columns, new NumberFormat.Binary(), Granularity.CHANNEL, into);
        measure("ternary, last axis", columns, new NumberFormat.Ternary(), Granularity.CHANNEL, into);
    }

    private static LayerWeights weights(float[] values, int channelAxis, int inputAxis) {
        Layer plain = RandomLayer.layer(OptionalInt.of(channelAxis), ROWS, COLUMNS);
        Layer layer = new Layer(
                plain.name(),
                plain.op(),
                plain.weight(),
                List.of("layer"),
                plain.channelAxis(),
                Phrase.NONE,
                OptionalInt.of(inputAxis),
                Optional.empty());
        return LayerWeights.of(layer, values, CancelToken.none());
    }

    private static void measure(
            String what, LayerWeights weights, NumberFormat format, Granularity granularity, float[] into)
            throws Exception {
        TensorConfig config = TensorConfig.of(format, granularity, Calibrator.minMax());
        LayerGrids grids = LayerQuantizer.grids(weights, config, CancelToken.none());
        Kernels.compare(
                what,
                () -> Kernels.copy(weights.values(), into),
                () -> LayerQuantizer.valuesInto(weights, grids, into, CancelToken.none()));
    }
}
