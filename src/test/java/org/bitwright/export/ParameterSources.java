package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.BiasPlan;
import org.bitwright.quant.target.Quantizer;

/** Models under configurations of many kinds, with activations. */
final class ParameterSources {
    static final UniformGrid INPUT = new UniformGrid(1 / 255f, 3, 0, 255);
    static final UniformGrid RELU = new UniformGrid(0.03125f, 0, -128, 127);

    private ParameterSources() {}

    /** LeNet-5: one layer of each kind of grid, the last one float; its activations of each kind too. */
    static ExportSource lenet() throws IOException {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        layers.put("conv1/Conv", choice(8, Scheme.SYMMETRIC, Granularity.CHANNEL));
        layers.put("conv2/Conv", choice(4, Scheme.ASYMMETRIC, Granularity.CHANNEL));
        layers.put("fc1/Gemm", choice(4, Scheme.SYMMETRIC, Granularity.group(40)));
        layers.put("fc2/Gemm", choice(8, Scheme.NARROW, Granularity.TENSOR));
        return with(ExportSources.of("lenet5.onnx", QuantConfig.of(layers)), lenetPlan());
    }

    private static ActivationPlan lenetPlan() {
        Map<String, Quantizer> quantizers = new LinkedHashMap<>();
        quantizers.put("input", Quantizer.of(INPUT));
        quantizers.put("/Relu_output_0", Quantizer.of(RELU));
        quantizers.put("/Relu_1_output_0", Quantizer.of(new UniformGrid(0.001f, 0, -32768, 32767)));
        quantizers.put("/Relu_2_output_0", Quantizer.dynamic());
        quantizers.put("output", Quantizer.of(new FloatGrid(FloatType.E4M3FN, 0.5f, true)));
        BiasPlan bias = new BiasPlan(
                "conv1.bias", new float[] {1, 2, 3, 4, 5, 6}, new int[] {7, -8, 9, 10, 11, -12}, new float[6]);
        return new ActivationPlan(
                quantizers,
                Map.of("/pool/MaxPool_output_0", Quantizer.of(RELU)),
                Map.of("conv1/Conv", bias),
                List.of(),
                List.of());
    }

    static TensorConfig choice(int bits, Scheme scheme, Granularity granularity) {
        return TensorConfig.of(NumberFormat.uniform(bits, scheme), granularity, Calibrator.minMax());
    }

    static ExportSource with(ExportSource source, ActivationPlan plan) {
        return new ExportSource(
                source.document(),
                source.config(),
                source.layers(),
                plan,
                source.inputs(),
                source.preprocessing(),
                source.check(),
                source.results());
    }

    /**
     * y = x · w with w of 4 × 2, whose groups of two have the greatest values 7, 14 (first rows) and 21, 28: as 4-bit
     * symmetric integers their scales are 1, 2, 3 and 4.
     */
    static Path blocks(Path file) throws IOException {
        OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", new float[] {7, 14, -1, 2, 21, 28, 3, -4}, 4, 2)
                .node("MatMul", "product", "x w", "y")
                .output("y", -1, 2)
                .write(file);
        return file;
    }
}
