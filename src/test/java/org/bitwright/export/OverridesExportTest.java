package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overrides as ONNX Runtime's quantization tool checks and uses them. */
class OverridesExportTest {
    private static final Map<String, int[]> LIMITS = Map.of(
            "QInt4", new int[] {-8, 7},
            "QUInt4", new int[] {0, 15},
            "QInt8", new int[] {-128, 127},
            "QUInt8", new int[] {0, 255},
            "QInt16", new int[] {-32768, 32767},
            "QUInt16", new int[] {0, 65535},
            "QFLOAT8E4M3FN", new int[] {0, 0});

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("o.json");
    }

    private List<String> write(ExportSource source) throws IOException {
        return new OverridesExport()
                .write(source, file(), CancelToken.none()).stream()
                        .map(Phrase::toString)
                        .toList();
    }

    /** What the tool refuses: unknown tensors and keys, scales without zero points, types that differ in a tensor. */
    private static void check(JsonNode root, Model model) {
        Set<String> weights = new HashSet<>();
        model.layers().forEach(layer -> weights.add(layer.weight().name()));
        Set<String> edges = new HashSet<>(model.edges().stream().map(Edge::name).toList());
        root.fields().forEachRemaining(entry -> {
            assertThat(weights.contains(entry.getKey()) || edges.contains(entry.getKey()))
                    .isTrue();
            JsonNode list = entry.getValue();
            assertThat(list.isArray()).isTrue();
            assertThat(list.size() == 1 || weights.contains(entry.getKey())).isTrue();
            for (int i = 0; i < list.size(); i++) {
                JsonNode node = list.get(i);
                Set<String> keys = new HashSet<>();
                node.fieldNames().forEachRemaining(keys::add);
                assertThat(keys)
                        .isEqualTo(
                                i == 0 && list.size() > 1
                                        ? Set.of("quant_type", "axis", "scale", "zero_point")
                                        : Set.of("quant_type", "scale", "zero_point"));
                assertThat(node.get("quant_type")).isEqualTo(list.get(0).get("quant_type"));
                int[] limits = LIMITS.get(node.get("quant_type").textValue());
                assertThat(node.get("zero_point").intValue()).isBetween(limits[0], limits[1]);
                assertThat(node.get("scale").doubleValue()).isPositive();
            }
        });
    }

    @Test
    void overridesGiveTheSimulatedWeightsBack() throws IOException {
        ExportSource source = ParameterSources.lenet();
        write(source);
        JsonNode root = new ObjectMapper().readTree(file().toFile());
        check(root, source.model());
        for (String name : List.of("conv1/Conv", "conv2/Conv", "fc2/Gemm")) {
            Layer layer = source.model().layer(name).orElseThrow();
            JsonNode list = root.get(layer.weight().name());
            float[] weights = layer.weight().readFloats();
            float[] expected = source.simulated(layer, CancelToken.none())
                    .get(layer.weight().name());
            int row = weights.length / list.size();
            int[] limits = LIMITS.get(list.get(0).get("quant_type").textValue());
            for (int i = 0; i < weights.length; i++) {
                float scale = (float) list.get(i / row).get("scale").doubleValue();
                int zeroPoint = list.get(i / row).get("zero_point").intValue();
                double code = Math.max(limits[0], Math.min(limits[1], Math.rint(weights[i] / scale) + zeroPoint));
                assertThat((float) (code - zeroPoint) * scale).isEqualTo(expected[i]);
            }
        }
        assertThat(root.get("conv1.weight").get(0).get("axis").intValue()).isZero();
        assertThat(root.get("conv2.weight").get(0).get("quant_type").textValue())
                .isEqualTo("QUInt4");
    }

    @Test
    void activationsAndLosses() throws IOException {
        List<String> losses = write(ParameterSources.lenet());
        JsonNode root = new ObjectMapper().readTree(file().toFile());
        JsonNode expected =
                new ObjectMapper().readTree("[{\"quant_type\":\"QInt8\",\"scale\":0.03125,\"zero_point\":0}]");
        assertThat(root.get("/Relu_output_0")).isEqualTo(expected);
        assertThat(root.get("/pool/MaxPool_output_0")).isEqualTo(expected);
        assertThat(root.get("input").get(0).get("quant_type").textValue()).isEqualTo("QUInt8");
        assertThat(root.get("/Relu_1_output_0").get(0).get("quant_type").textValue())
                .isEqualTo("QInt16");
        assertThat(root.get("output").get(0).get("quant_type").textValue()).isEqualTo("QFLOAT8E4M3FN");
        assertThat(losses)
                .hasSize(3)
                .anyMatch(loss -> loss.contains("'fc1/Gemm'") && loss.contains("left out"))
                .anyMatch(loss -> loss.contains("'fc2/Gemm'") && loss.contains("limits"))
                .anyMatch(loss -> loss.contains("'/Relu_2_output_0'"));
    }

    @Test
    void scriptMakesTheTypesThatTheToolWants() throws Exception {
        write(ParameterSources.lenet());
        assumeThat(Programs.exists("python3")).isTrue();
        // Stand-ins for the two libraries, which say what they were asked for.
        Files.writeString(folder.resolve("numpy.py"), """
                float32, int8, uint8, int16, uint16 = "f32", "i8", "u8", "i16", "u16"
                def array(value, dtype):
                    return (dtype, value)
                """);
        Files.createDirectories(folder.resolve("onnxruntime"));
        Files.writeString(folder.resolve("onnxruntime/__init__.py"), "");
        Files.writeString(folder.resolve("onnxruntime/quantization.py"), """
                import enum
                QuantType = enum.Enum("QuantType", "QInt4 QUInt4 QInt8 QUInt8 QInt16 QUInt16 QFLOAT8E4M3FN")
                """);
        String told = Programs.run(
                folder,
                "python3",
                "-c",
                "import o; t = o.TENSOR_QUANT_OVERRIDES; print(len(t), t['/Relu_output_0'], len(t['conv1.weight']),"
                        + " t['conv1.weight'][0]['axis'], t['conv2.weight'][0]['zero_point'][0])");
        assertThat(told)
                .isEqualTo("8 [{'quant_type': <QuantType.QInt8: 3>, 'scale': ('f32', 0.03125), 'zero_point': ('i8',"
                        + " 0)}] 6 0 u8");
    }

    @Test
    void scriptBesideIsNoInputEither() throws IOException {
        Path model = folder.resolve("m.py");
        Files.copy(ExportSources.SAMPLES.resolve("lenet5.onnx"), model);
        ExportSource source = ExportSources.of(model, QuantConfig.empty());
        assertThatThrownBy(() -> new OverridesExport().write(source, folder.resolve("m.json"), CancelToken.none()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another name");
    }
}
