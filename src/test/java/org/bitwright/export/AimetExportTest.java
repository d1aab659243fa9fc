package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encodings as AIMET reads them: x = (q + offset) · scale with q unsigned, or (q − zero point) · scale in 2.0.0. */
class AimetExportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private final List<String> losses = new ArrayList<>();

    private JsonNode write(AimetVersion version, ExportSource source) throws IOException {
        Path file = folder.resolve(version + ".encodings");
        new AimetExport(version).write(source, file, CancelToken.none()).forEach(loss -> losses.add(loss.toString()));
        return MAPPER.readTree(file.toFile());
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode element : list) {
            if (element.get("name").textValue().equals(name)) {
                return element;
            }
        }
        throw new AssertionError(name + " is not in " + list);
    }

    private static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text.replace('\'', '"'));
    }

    /** What AIMET makes of a float weight: codes on the unsigned grid, and back. */
    private static float quantized(float x, double scale, double offset, int bits) {
        float step = (float) scale;
        double code = Math.max(0, Math.min((1 << bits) - 1, Math.rint(x / step) - offset));
        return (float) (code + offset) * step;
    }

    private static void assertSame(ExportSource source, String layerName, Reading reading) throws IOException {
        Layer layer = source.model().layer(layerName).orElseThrow();
        float[] weights = layer.weight().readFloats();
        float[] expected =
                source.simulated(layer, CancelToken.none()).get(layer.weight().name());
        for (int i = 0; i < weights.length; i++) {
            assertThat(Float.floatToRawIntBits(reading.of(weights[i], i)))
                    .as("value %d of %s", i, layerName)
                    .isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
    }

    private interface Reading {
        float of(float weight, int index);
    }

    @Test
    void version061GivesTheSimulatedWeightsBack() throws IOException {
        ExportSource source = ParameterSources.lenet();
        JsonNode parameters = write(AimetVersion.V0_6_1, source).get("param_encodings");
        for (Map.Entry<String, Integer> rows :
                Map.of("conv1", 25, "conv2", 6 * 25).entrySet()) {
            JsonNode channels = parameters.get(rows.getKey() + ".weight");
            assertSame(source, rows.getKey() + "/Conv", (x, i) -> {
                JsonNode channel = channels.get(i / rows.getValue());
                return quantized(
                        x,
                        channel.get("scale").doubleValue(),
                        channel.get("offset").intValue(),
                        channel.get("bitwidth").intValue());
            });
        }
        JsonNode whole = parameters.get("fc2.weight");
        assertThat(whole).hasSize(1);
        assertSame(
                source,
                "fc2/Gemm",
                (x, i) -> quantized(x, whole.get(0).get("scale").doubleValue(), -128, 8));
        assertThat(parameters.has("fc1.weight")).isFalse();
        assertThat(parameters.has("fc3.weight")).isFalse();
    }

    @Test
    void version100GivesTheSimulatedWeightsBack() throws IOException {
        ExportSource source = ParameterSources.lenet();
        JsonNode root = write(AimetVersion.V1_0_0, source);
        JsonNode conv2 = named(root.get("param_encodings"), "conv2.weight");
        assertThat(conv2.get("enc_type").textValue()).isEqualTo("PER_CHANNEL");
        assertThat(conv2.get("is_sym").isBoolean()).isTrue();
        assertSame(
                source,
                "conv2/Conv",
                (x, i) -> quantized(
                        x,
                        conv2.get("scale").get(i / 150).doubleValue(),
                        conv2.get("offset").get(i / 150).intValue(),
                        4));
        JsonNode fc1 = named(root.get("param_encodings"), "fc1.weight");
        assertThat(fc1.get("enc_type").textValue()).isEqualTo("PER_BLOCK");
        assertThat(fc1.get("block_size").intValue()).isEqualTo(40);
        // 120 outputs of 400 inputs: ten blocks a row.
        assertSame(
                source,
                "fc1/Gemm",
                (x, i) -> quantized(
                        x,
                        fc1.get("scale").get(i / 400 * 10 + i % 400 / 40).doubleValue(),
                        fc1.get("offset").get(0).intValue(),
                        4));
        assertThat(root.get("excluded_layers")).isEqualTo(json("['fc3/Gemm']"));
    }

    @Test
    void version200GivesTheSimulatedWeightsBack() throws IOException {
        ExportSource source = ParameterSources.lenet();
        JsonNode encodings = write(AimetVersion.V2_0_0, source).get("encodings");
        JsonNode conv2 = named(encodings, "conv2.weight");
        assertThat(conv2.get("output_dtype").textValue()).isEqualTo("uint4");
        assertThat(conv2.get("axis").intValue()).isZero();
        assertSame(
                source,
                "conv2/Conv",
                (x, i) -> quantized(
                        x,
                        conv2.get("y_scale").get(i / 150).doubleValue(),
                        -conv2.get("y_zero_point").get(i / 150).intValue(),
                        4));
        JsonNode fc1 = named(encodings, "fc1.weight");
        assertThat(fc1.get("axis").intValue()).isEqualTo(1);
        assertThat(fc1.has("y_zero_point")).isFalse();
        // Signed codes: −8 … 7 are 0 … 15 less 8.
        assertSame(
                source,
                "fc1/Gemm",
                (x, i) -> quantized(
                        x, fc1.get("y_scale").get(i / 400).get(i % 400 / 40).doubleValue(), -8, 4));
        assertThat(named(encodings, "fc2.weight").get("y_scale").isNumber()).isTrue();
    }

    @Test
    void activationsAreToldByTheNamesOfTheirEdges() throws IOException {
        JsonNode root = write(AimetVersion.V0_6_1, ParameterSources.lenet());
        // x = (q − 3) / 255, and 16 bits have 32768 codes below 0; 1/255 and 0.001 are float32.
        double scale = 1 / 255f;
        JsonNode input = root.get("activation_encodings").get("input").get(0);
        assertThat(input.get("is_symmetric").textValue()).isEqualTo("False");
        assertThat(input.get("offset").intValue()).isEqualTo(-3);
        assertThat(input.get("scale").doubleValue()).isEqualTo(scale);
        assertThat(input.get("min").doubleValue()).isEqualTo(-3 * scale);
        assertThat(input.get("max").doubleValue()).isEqualTo(252 * scale);
        assertThat(root.get("activation_encodings").get("/Relu_output_0"))
                .isEqualTo(json("[{'bitwidth':8,'dtype':'int','is_symmetric':'True','min':-4.0,'max':3.96875,"
                        + "'offset':-128,'scale':0.03125}]"));
        assertThat(root.get("activation_encodings").get("/pool/MaxPool_output_0"))
                .isEqualTo(root.get("activation_encodings").get("/Relu_output_0"));
        assertThat(root.get("activation_encodings")
                        .get("/Relu_1_output_0")
                        .get(0)
                        .get("offset")
                        .intValue())
                .isEqualTo(-32768);
        assertThat(root.get("activation_encodings")).hasSize(4);
    }

    @Test
    void biasesAreIntegersOf32Bits() throws IOException {
        JsonNode first = write(AimetVersion.V0_6_1, ParameterSources.lenet())
                .get("param_encodings")
                .get("conv1.bias");
        assertThat(first).hasSize(6);
        assertThat(first.get(1).get("offset").longValue()).isEqualTo(-2147483648L);
        assertThat(first.get(1).get("min").doubleValue()).isEqualTo(-4294967296.0);
        JsonNode last =
                named(write(AimetVersion.V2_0_0, ParameterSources.lenet()).get("encodings"), "conv1.bias");
        assertThat(last)
                .isEqualTo(json("{'name':'conv1.bias','output_dtype':'int32','y_scale':[1.0,2.0,3.0,4.0,5.0,6.0],"
                        + "'axis':0}"));
    }

    @Test
    void blocksOfAMatrixWithItsInputsFirst() throws IOException {
        Path model = ParameterSources.blocks(folder.resolve("m.onnx"));
        QuantConfig config =
                QuantConfig.empty().with("product", ParameterSources.choice(4, Scheme.SYMMETRIC, Granularity.group(2)));
        ExportSource source = ExportSources.of(model, config);
        JsonNode old = named(write(AimetVersion.V1_0_0, source).get("param_encodings"), "w");
        assertThat(old)
                .isEqualTo(json("{'name':'w','dtype':'INT','enc_type':'PER_BLOCK','bw':4,'is_sym':true,"
                        + "'block_size':2,'scale':[1.0,3.0,2.0,4.0],'offset':[-8,-8,-8,-8]}"));
        JsonNode last = named(write(AimetVersion.V2_0_0, source).get("encodings"), "w");
        assertThat(last)
                .isEqualTo(json("{'name':'w','output_dtype':'int4','y_scale':[[1.0,2.0],[3.0,4.0]],'axis':0,"
                        + "'block_size':2}"));
    }

    @Test
    void zeroPointsOfSignedCodesAreToldFromTheUnsignedGrid() throws IOException {
        Path model = ParameterSources.blocks(folder.resolve("m.onnx"));
        ExportSource source = ParameterSources.with(
                ExportSources.of(model, QuantConfig.empty()),
                new ActivationPlan(
                        Map.of("x", Quantizer.of(new UniformGrid(0.5f, -10, -128, 127))),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of()));
        // x = (q + 10) / 2 with q from −128 on is (u − 118) / 2 with u from 0 on.
        assertThat(named(write(AimetVersion.V1_0_0, source).get("activation_encodings"), "x")
                        .get("offset"))
                .isEqualTo(json("[-118]"));
        assertThat(named(write(AimetVersion.V2_0_0, source).get("encodings"), "x")
                        .get("y_zero_point")
                        .intValue())
                .isEqualTo(-10);
    }

    @ParameterizedTest
    @EnumSource(AimetVersion.class)
    void whatIsLostIsNamed(AimetVersion version) throws IOException {
        write(version, ParameterSources.lenet());
        List<String> expected = new ArrayList<>(List.of("'fc2/Gemm'", "'/Relu_2_output_0'", "'output'"));
        if (version == AimetVersion.V0_6_1) {
            expected.add("'fc1/Gemm'");
        }
        assertThat(losses).hasSize(expected.size());
        expected.forEach(name -> assertThat(losses).anyMatch(loss -> loss.contains(name)));
    }

    @Test
    void shortBlocksAndBlocksOfKernelPositionsAreLeftOut() throws IOException {
        QuantConfig config = QuantConfig.empty()
                .with("conv2/Conv", ParameterSources.choice(4, Scheme.SYMMETRIC, Granularity.group(3)))
                .with("fc1/Gemm", ParameterSources.choice(4, Scheme.SYMMETRIC, Granularity.group(32)));
        ExportSource source = ExportSources.of("lenet5.onnx", config);
        assertThat(write(AimetVersion.V1_0_0, source).get("param_encodings")).isEmpty();
        assertThat(losses)
                .hasSize(2)
                .anyMatch(loss -> loss.contains("'conv2/Conv'") && loss.contains("kernel positions"))
                .anyMatch(loss -> loss.contains("'fc1/Gemm'") && loss.contains("short"));
        JsonNode conv2 = named(write(AimetVersion.V2_0_0, source).get("encodings"), "conv2.weight");
        // 16 × 6 × 5 × 5 in blocks of three inputs: 16 × 2 × 5 × 5 scales.
        assertSame(
                source,
                "conv2/Conv",
                (x, i) -> quantized(
                        x,
                        conv2.get("y_scale")
                                .get(i / 150)
                                .get(i % 150 / 25 / 3)
                                .get(i % 25 / 5)
                                .get(i % 5)
                                .doubleValue(),
                        -8,
                        4));
    }

    @Test
    void halvesAreFloatsOf16Bits() throws IOException {
        String model = "lenet5.onnx";
        QuantConfig config = QuantConfig.empty()
                .with(
                        OnnxDocument.open(ExportSources.SAMPLES.resolve(model))
                                .model()
                                .layers()
                                .get(0)
                                .name(),
                        TensorConfig.unquantized().withFormat(ConfigNames.format("fp16", 16, Scheme.SYMMETRIC)));
        ExportSource source = ExportSources.of(model, config);
        assertThat(write(AimetVersion.V0_6_1, source).get("param_encodings").get("conv1.weight"))
                .isEqualTo(json("[{'bitwidth':16,'dtype':'float'}]"));
        assertThat(write(AimetVersion.V2_0_0, source).get("encodings")).isEmpty();
        assertThat(losses).hasSize(1).allMatch(loss -> loss.contains("fp16"));
    }
}
