package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exported networks run in integers in ONNX Runtime, as its optimized graph shows, and answer as the simulation does. */
class IntegerExportTest {
    private static final int SAMPLES = 200;

    @TempDir
    private Path folder;

    private static ExportSource source(String model, String data, int bits, String scheme, String granularity)
            throws IOException {
        TensorConfig choice = TensorConfig.of(
                ConfigNames.format("int", bits, ConfigNames.scheme(scheme)),
                ConfigNames.granularity(granularity),
                Calibrator.minMax());
        QuantConfig config = ExportSources.everyLayer(model, choice);
        return ExportSources.checked(ExportSources.of(model, config), data, SAMPLES);
    }

    private ExportResult export(ExportSource source) throws IOException, InferenceException {
        return Exports.write(ExportTarget.QDQ, source, folder.resolve("out.onnx"), new Progress(), CancelToken.none());
    }

    private static List<String> kernels(OptimizedGraph graph) {
        return graph.kernels().stream().map(Kernel::kernel).distinct().sorted().toList();
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5.onnx, mnist, 8, symmetric, channel, 2",
        "lenet5.onnx, mnist, 8, symmetric, tensor, 2",
        "lenet5.onnx, mnist, 4, symmetric, channel, 2",
        "residual.onnx, fashion-mnist, 8, symmetric, channel, 2",
        "residual.onnx, fashion-mnist, 8, asymmetric, tensor, 3",
        "depthwise.onnx, fashion-mnist, 8, symmetric, channel, 8",
        "depthwise.onnx, fashion-mnist, 6, symmetric, channel, 8",
    })
    void staticIntegersAreFusedInEveryLayer(
            String model, String data, int bits, String scheme, String granularity, int steps) throws Exception {
        ExportSource weights = source(model, data, bits, scheme, granularity);
        ExportSource source = weights.withPlan(CpuPlan.ofStatic(weights));
        ExportResult result = export(source);
        OptimizedGraph graph = result.graph().orElseThrow();
        assertThat(graph.kernels()).hasSameSizeAs(source.model().layers());
        assertThat(graph.count(Numbers.INTEGER))
                .isEqualTo(source.model().layers().size());
        assertThat(kernels(graph)).containsExactly("QGemm", "QLinearConv");
        // the network's input and output are all that is converted
        assertThat(graph.count("QuantizeLinear")).isEqualTo(1);
        assertThat(graph.count("DequantizeLinear")).isEqualTo(1);
        // integer kernels round the quotient of scales once more: in each layer a code may be the neighbour of the
        // simulated one
        Parity parity = result.check().orElseThrow();
        assertThat(parity.maxDifference()).isLessThanOrEqualTo(steps * CpuPlan.step(source, "output") * 1.001);
        assertThat(parity.agreement()).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void aConvolutionWithAZeroPointAChannelStaysFloatAndIsNamed() throws Exception {
        ExportSource weights = source("lenet5.onnx", "mnist", 8, "asymmetric", "channel");
        ExportResult result = export(weights.withPlan(CpuPlan.ofStatic(weights)));
        List<Kernel> kernels = result.graph().orElseThrow().kernels();
        assertThat(kernels)
                .filteredOn(kernel -> kernel.numbers() == Numbers.FLOAT)
                .extracting(Kernel::operator, kernel -> kernel.reason().toString())
                .containsExactly(
                        tuple("conv1/Conv", "its weight is float"), tuple("conv2/Conv", "its weight is float"));
        assertThat(result.sentences())
                .filteredOn(loss -> loss.contains("ONNX Runtime's integer convolution refuses"))
                .hasSize(2);
        assertThat(result.check().orElseThrow().agreement()).isGreaterThanOrEqualTo(0.98);
    }

    @Test
    void fourBitCodesTakeFourBitsInTheFileThoughTheLayerComputesWithEight() throws Exception {
        ExportSource weights = source("lenet-300-100.onnx", "mnist", 4, "symmetric", "channel");
        ExportResult result = export(weights.withPlan(CpuPlan.ofStatic(weights)));
        assertThat(result.graph().orElseThrow().count(Numbers.INTEGER)).isEqualTo(3);
        // 266,200 weights in half a byte each, biases, scales and the graph
        assertThat(result.bytes()).isBetween(133_100L, 150_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5.onnx, mnist, 8, 2e-4",
        "lenet5.onnx, mnist, 4, 2e-4",
        "vit.onnx, mnist, 8, 0.1",
        "vit.onnx, mnist, 4, 0.1",
    })
    void dynamicIntegersMultiplyInEveryLayer(String model, String data, int bits, double most) throws Exception {
        ExportSource weights = source(model, data, bits, "symmetric", "channel");
        ExportSource source = weights.withPlan(CpuPlan.ofDynamic(weights));
        ExportResult result = export(source);
        OptimizedGraph graph = result.graph().orElseThrow();
        assertThat(graph.count(Numbers.INTEGER))
                .isEqualTo(source.model().layers().size());
        assertThat(kernels(graph)).contains("ConvInteger", "DynamicQuantizeMatMul");
        // only the sums differ, exact integers here, float additions there; of what lies near the middle between two
        // codes the difference can make the other one, in each of many layers
        assertThat(result.check().orElseThrow().maxDifference()).isLessThanOrEqualTo(most);
        assertThat(result.check().orElseThrow().agreement()).isGreaterThanOrEqualTo(0.99);
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5.onnx, mnist, 4, group:32, 3",
        "lenet5.onnx, mnist, 8, channel, 3",
        "lenet-300-100.onnx, mnist, 4, group:32, 3",
        "simple-model.onnx, mnist, 4, group:32, 2",
        "vit.onnx, mnist, 4, group:32, 25",
        "residual.onnx, fashion-mnist, 4, group:32, 1",
    })
    void productsOfFloatsAndNarrowWeightsAreFused(String model, String data, int bits, String granularity, int products)
            throws Exception {
        ExportResult result = export(source(model, data, bits, "symmetric", granularity));
        OptimizedGraph graph = result.graph().orElseThrow();
        assertThat(graph.count(Numbers.NARROW_WEIGHTS)).isEqualTo(products);
        // a default session rounds activations to 8 bits in such products
        assertThat(graph.accuracyLevel()).hasValue(4);
        assertThat(result.check().orElseThrow().exactDifference().orElseThrow()).isLessThanOrEqualTo(1e-4);
        assertThat(result.check().orElseThrow().agreement()).isGreaterThanOrEqualTo(0.98);
    }
}
