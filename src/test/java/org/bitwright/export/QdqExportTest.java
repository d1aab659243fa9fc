package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime gets the very bits of the simulated weights out of every written form. */
class QdqExportTest {
    private static final CancelToken NEVER = CancelToken.none();

    @TempDir
    private Path folder;

    private ExportResult export(ExportSource source) throws IOException, InferenceException {
        return Exports.write(ExportTarget.QDQ, source, folder.resolve("out.onnx"), new Progress(), NEVER);
    }

    private static ExportSource source(String model, String data, QuantConfig config) throws IOException {
        return ExportSources.checked(ExportSources.of(model, config), data, 50);
    }

    /** Every weight in the format, by ids as the command line has them. */
    private static QuantConfig everyLayer(String model, String format, int bits, String scheme, String granularity)
            throws IOException {
        TensorConfig choice = TensorConfig.of(
                ConfigNames.format(format, bits, ConfigNames.scheme(scheme)),
                ConfigNames.granularity(granularity),
                Calibrator.minMax());
        return ExportSources.everyLayer(model, choice);
    }

    private static void assertSimulatedBits(ExportSource source, Path written) throws IOException, OrtException {
        Map<String, float[]> simulated = new HashMap<>(source.simulatedWeights(NEVER));
        Map<String, float[]> found = InnerValues.of(written, simulated.keySet());
        for (String name : transposed(source, written)) {
            int rows =
                    (int) source.document().constant(name).orElseThrow().shape().extent(0);
            simulated.computeIfPresent(name, (weight, values) -> transposed(values, rows));
        }
        simulated.forEach(
                (name, values) -> assertThat(bits(found.get(name))).as(name).isEqualTo(bits(values)));
    }

    /** Weights that a Gemm transposed in the model and no longer does in the written file. */
    private static Set<String> transposed(ExportSource source, Path written) throws IOException {
        Set<String> names = transposing(source.model().path());
        names.removeAll(transposing(written));
        return names;
    }

    private static Set<String> transposing(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
                .filter(node -> node.getAttributeList().stream()
                        .anyMatch(attribute -> attribute.getName().equals("transB") && attribute.getI() == 1))
                .map(node -> node.getInput(1))
                .collect(Collectors.toSet());
    }

    private static float[] transposed(float[] values, int rows) {
        int columns = values.length / rows;
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** What remains where no product of narrow weights rounds activations. */
    private static double exactDifference(ExportResult result) {
        Parity parity = result.check().orElseThrow();
        return parity.exactDifference().orElse(parity.maxDifference());
    }

    private static Set<String> operators(Path file) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
                .map(node -> node.getDomain().isEmpty() ? node.getOpType() : node.getDomain() + "." + node.getOpType())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "int, 2, symmetric, tensor, 21, DequantizeLinear, has 2 bits and is stored as int4",
        "int, 4, asymmetric, channel, 21, DequantizeLinear, raised from 13 to 21",
        "int, 8, narrow, channel, 13, DequantizeLinear, ''",
        "int, 8, power-of-two, tensor, 13, DequantizeLinear, ''",
        "int, 11, power-of-two, channel, 13, com.microsoft.DequantizeLinear, has 11 bits and is stored as int16",
        "int, 16, asymmetric, tensor, 13, com.microsoft.DequantizeLinear, uint16",
        "int, 3, narrow, group:16, 21, DequantizeLinear, raised from 13 to 21",
        "int, 4, symmetric, group:32, 21, DequantizeLinear, raised from 13 to 21",
        "int, 4, asymmetric, group:32, 21, DequantizeLinear, raised from 13 to 21",
        "int, 4, asymmetric, group:1000, 21, DequantizeLinear, raised from 13 to 21",
        "int, 7, power-of-two, group:7, 21, DequantizeLinear, has 7 bits and is stored as int8",
        "int, 8, asymmetric, group:1, 21, DequantizeLinear, raised from 13 to 21",
        "int, 16, narrow, group:3, 21, DequantizeLinear, raised from 13 to 21",
        "binary, 1, symmetric, tensor, 21, DequantizeLinear, is binary and stored as int4",
        "binary, 1, symmetric, group:32, 21, DequantizeLinear, is binary and stored as int4",
        "ternary, 2, symmetric, channel, 21, DequantizeLinear, is ternary and stored as int4",
        "ternary, 2, symmetric, group:20, 21, DequantizeLinear, is ternary and stored as int4",
        "fp16, 16, symmetric, tensor, 13, Cast, ''",
        "bf16, 16, symmetric, tensor, 13, Cast, ''",
        "bf16-saturating, 16, symmetric, tensor, 13, Cast, ''",
        "fp8-e4m3, 8, symmetric, tensor, 19, DequantizeLinear, raised from 13 to 19",
        "fp8-e4m3, 8, symmetric, channel, 19, DequantizeLinear, raised from 13 to 19",
        "fp8-e4m3, 8, symmetric, group:32, 21, DequantizeLinear, raised from 13 to 21",
        "fp8-e5m2, 8, symmetric, channel, 19, DequantizeLinear, raised from 13 to 19",
        "fp8-e5m2, 8, symmetric, group:24, 21, DequantizeLinear, raised from 13 to 21",
        "codebook, 1, symmetric, tensor, 13, Gather, a codebook of 2 centroids",
        "codebook, 4, symmetric, tensor, 13, Gather, a codebook of 16 centroids",
        "codebook, 8, symmetric, channel, 13, Gather, a codebook of 256 centroids a channel",
    })
    void everyFormGivesTheSimulatedBits(
            String format, int bits, String scheme, String granularity, int opset, String operator, String loss)
            throws IOException, InferenceException, OrtException {
        ExportSource source =
                source("lenet5.onnx", "mnist", everyLayer("lenet5.onnx", format, bits, scheme, granularity));
        ExportResult result = export(source);
        assertSimulatedBits(source, result.path());
        assertThat(exactDifference(result)).isLessThanOrEqualTo(1e-4);
        assertThat(result.check().orElseThrow().agreement()).isGreaterThanOrEqualTo(0.98);
        assertThat(OnnxDocument.open(result.path()).model().opset()).isEqualTo(opset);
        assertThat(operators(result.path())).contains(operator);
        assertThat(String.join("\n", result.sentences())).contains(loss);
        assertThat(result.sentences().isEmpty()).isEqualTo(loss.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "fp4, tensor", "fp4, group:32", "mxfp8-e4m3, group:32", "mxfp8-e5m2, group:32", "mxfp6-e2m3, group:32",
        "mxfp6-e3m2, group:32", "mxfp4, group:32", "nvfp4, group:16", "nf4, group:64", "nf4, channel"
    })
    void formatsWithoutOperatorsAreSimulatedAndNamed(String format, String granularity)
            throws IOException, InferenceException, OrtException {
        QuantConfig config = everyLayer("lenet5.onnx", format, 0, "symmetric", granularity);
        ExportSource source = source("lenet5.onnx", "mnist", config);
        ExportResult result = export(source);
        assertSimulatedBits(source, result.path());
        assertThat(result.parity().orElseThrow()).isZero();
        assertThat(result.sentences())
                .hasSize(5)
                .allMatch(loss -> loss.contains("is " + format + " per " + granularity) && loss.contains("simulated"));
        assertThat(OnnxDocument.open(result.path()).model().opset()).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({
        "depthwise.onnx, int, 4, symmetric, group:16", "depthwise.onnx, fp8-e4m3, 8, symmetric, channel",
        "residual.onnx, int, 4, asymmetric, group:32", "residual.onnx, codebook, 4, symmetric, channel",
        "vit.onnx, codebook, 4, symmetric, channel", "vit.onnx, bf16, 16, symmetric, tensor",
        "vit.onnx, int, 4, symmetric, group:32"
    })
    void otherNetworksGiveTheSimulatedBits(String model, String format, int bits, String scheme, String granularity)
            throws IOException, InferenceException, OrtException {
        ExportSource source = source(model, "fashion-mnist", everyLayer(model, format, bits, scheme, granularity));
        ExportResult result = export(source);
        assertSimulatedBits(source, result.path());
        assertThat(exactDifference(result)).isLessThanOrEqualTo(2e-4);
        assertThat(result.sentences()).noneMatch(loss -> loss.contains("simulated"));
    }

    @Test
    void formsThatNeedANewerOperatorSetAreSimulatedWhereAnOperatorChanged()
            throws IOException, InferenceException, OrtException {
        // opset 13 to 21: windows of AveragePool that start in the padding count no more from 19 on
        Path model = OnnxModels.opset(13)
                .input("x", -1, 1, 32)
                .weight("w", 32, 45)
                .weight("v", 23, 2)
                .node("MatMul", "first", "x w", "h")
                .node("AveragePool", "pool", "h", "p", "kernel_shape=[2]", "strides=[2]", "ceil_mode=1")
                .node("MatMul", "second", "p v", "y")
                .output("y", -1, 1, 2)
                .write(folder.resolve("pool.onnx"));
        TensorConfig groups =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.group(16), Calibrator.minMax());
        ExportResult result = export(ExportSources.of(
                model,
                QuantConfig.empty()
                        .with("first", groups.withGranularity(Granularity.CHANNEL))
                        .with("second", groups)));
        assertThat(OnnxDocument.open(result.path()).model().opset()).isEqualTo(13);
        assertThat(result.sentences())
                .filteredOn(loss -> loss.contains("simulated"))
                .singleElement()
                .asString()
                .contains("'second'", "operator set 21", "AveragePool 'pool'");
        assertThat(result.sentences()).anyMatch(loss -> loss.contains("com.microsoft"));
    }

    @Test
    void assignedCodesAndChangedConstantsAreWrittenAsTheyWereSimulated()
            throws IOException, InferenceException, OrtException {
        ExportSource plain = ExportSources.of("lenet5.onnx", QuantConfig.empty());
        Random random = new Random(7);
        QuantConfig config = QuantConfig.empty();
        Map<String, float[]> changed = new HashMap<>();
        List<TensorConfig> choices = List.of(
                TensorConfig.of(NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.group(8), Calibrator.minMax()),
                TensorConfig.of(NumberFormat.uniform(3, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax()),
                TensorConfig.of(FormatFamily.FP8_E4M3.at(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax()),
                TensorConfig.of(NumberFormat.binary(), Granularity.CHANNEL, Calibrator.minMax()),
                TensorConfig.unquantized());
        for (int i = 0; i < choices.size(); i++) {
            Layer layer = plain.model().layers().get(i);
            Tensor bias = layer.bias().orElseThrow();
            float[] weights = layer.weight().readFloats();
            float[] biases = bias.readFloats();
            for (int j = 0; j < weights.length; j++) {
                weights[j] *= 1 + 0.1f * (float) random.nextGaussian();
            }
            for (int j = 0; j < biases.length; j++) {
                biases[j] += 0.01f;
            }
            changed.put(bias.name(), biases);
            changed.put(layer.weight().name(), weights);
            TensorConfig choice = choices.get(i)
                    .withOverlay(Optional.of(
                            WeightOverlay.of("test", Map.of(layer.weight().name(), weights, bias.name(), biases))));
            config = config.with(
                    layer.name(), choice.format().isQuantized() ? withOtherCodes(layer, choice, random) : choice);
        }
        ExportSource source = source("lenet5.onnx", "mnist", config);
        ExportResult result = export(source);
        assertSimulatedBits(source, result.path());
        OnnxDocument written = OnnxDocument.open(result.path());
        for (Layer layer : plain.model().layers()) {
            String bias = layer.bias().orElseThrow().name();
            assertThat(written.constant(bias).orElseThrow().readFloats()).isEqualTo(changed.get(bias));
        }
        String last = plain.model().layers().get(4).weight().name();
        assertThat(written.constant(last).orElseThrow().readFloats()).isEqualTo(changed.get(last));
        assertThat(exactDifference(result)).isLessThan(1e-4);
    }

    /** Codes one beside the nearest here and there. */
    private static TensorConfig withOtherCodes(Layer layer, TensorConfig choice, Random random) throws IOException {
        LayerWeights weights = LayerWeights.read(layer, choice.overlay(), NEVER);
        int[] codes = LayerQuantizer.codes(weights, LayerQuantizer.grids(weights, choice, NEVER));
        for (int i = 0; i < codes.length; i++) {
            if (random.nextInt(5) == 0) {
                codes[i] = codes[i] > 0 ? codes[i] - 1 : codes[i] + 1;
            }
        }
        return choice.withRounding(new Rounding.Assigned(AssignedCodes.of("test", codes)));
    }

    @Test
    void nanWeightsStaySimulatedButHalfFloatsHoldThem() throws IOException, InferenceException, OrtException {
        ExportSource plain = ExportSources.of("lenet5.onnx", QuantConfig.empty());
        QuantConfig config = QuantConfig.empty();
        List<NumberFormat> formats = List.of(
                NumberFormat.uniform(8, Scheme.SYMMETRIC),
                FormatFamily.FP16.at(16, Scheme.SYMMETRIC),
                FormatFamily.FP8_E5M2.at(8, Scheme.SYMMETRIC));
        for (int i = 0; i < formats.size(); i++) {
            Layer layer = plain.model().layers().get(i);
            float[] weights = layer.weight().readFloats();
            weights[0] = Float.NaN;
            weights[1] = Float.NEGATIVE_INFINITY;
            weights[2] = 1e30f;
            config = config.with(
                    layer.name(),
                    TensorConfig.of(formats.get(i), Granularity.TENSOR, Calibrator.minMax())
                            .withOverlay(Optional.of(WeightOverlay.of(
                                    "test", Map.of(layer.weight().name(), weights)))));
        }
        ExportSource source = ExportSources.of("lenet5.onnx", config);
        ExportResult result = export(source);
        Map<String, float[]> simulated = source.simulatedWeights(NEVER);
        Map<String, float[]> found = InnerValues.of(result.path(), simulated.keySet());
        simulated.forEach((name, values) -> assertThat(found.get(name)).isEqualTo(values));
        assertThat(result.sentences()).filteredOn(loss -> loss.contains("NaN")).hasSize(2);
        assertThat(ModelProto.parseFrom(Files.readAllBytes(result.path()))
                        .getGraph()
                        .getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("Cast")
                .doesNotContain("DequantizeLinear");
    }

    @Test
    void weightsThatHaveTheFormatAlreadyNeedNoOperator() throws IOException, InferenceException {
        for (ElementType type : List.of(ElementType.FLOAT16, ElementType.BFLOAT16)) {
            Path model = OnnxModels.opset(13)
                    .input("x", -1, 3)
                    .weight("w", type, OnnxModels.values(6), 3, 2)
                    .node("Cast", "", "w", "wide", "to=1")
                    .node("MatMul", "product", "x wide", "y")
                    .output("y", -1, 2)
                    .write(folder.resolve("half.onnx"));
            for (FormatFamily family : List.of(FormatFamily.FP16, FormatFamily.BF16)) {
                TensorConfig choice =
                        TensorConfig.of(family.at(16, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax());
                ExportSource source =
                        ExportSources.of(model, QuantConfig.empty().with("product", choice));
                ExportResult result = export(source);
                boolean same = (type == ElementType.FLOAT16) == (family == FormatFamily.FP16);
                List<NodeProto> nodes = ModelProto.parseFrom(Files.readAllBytes(result.path()))
                        .getGraph()
                        .getNodeList();
                assertThat(nodes).hasSize(same ? 2 : 4); // to float32 and from there to the model's type
                assertThat(result.sentences()).hasSize(same ? 0 : 1);
            }
        }
    }
}
