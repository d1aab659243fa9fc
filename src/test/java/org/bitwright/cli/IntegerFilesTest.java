package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line tells of networks that run in integers. */
class IntegerFilesTest {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final Path LENET = SAMPLES.resolve("lenet5.onnx");
    private static final Path IMAGES = SAMPLES.resolve("mnist").resolve("t10k-images-idx3-ubyte.gz");
    private static final Path CALIBRATION = SAMPLES.resolve("mnist").resolve("calibration-images-idx3-ubyte.gz");

    @TempDir
    private Path folder;

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode quantized(String preset, Path file, String... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("quantize", LENET, "--json", "--preset", preset));
        arguments.addAll(List.of("--data", IMAGES, "--limit", 500));
        arguments.addAll(List.of("--calibration-data", CALIBRATION, "--calibration", 100));
        arguments.addAll(List.of("--export", "qdq=" + file));
        arguments.addAll(List.of(more));
        return bitwright(arguments.toArray()).json();
    }

    @Test
    void theAccuracyOfTheFileItselfAndItsSpeedAreTold() throws IOException {
        Path file = folder.resolve("w8a8.onnx");
        JsonNode export = quantized("w8a8", file, "--latency").get("exports").get(0);
        assertThat(export.get("results").get("samples").asInt()).isEqualTo(500);
        assertThat(export.get("results").get("top1").asDouble()).isGreaterThan(0.97);
        assertThat(names(export.get("results")))
                .contains("low", "high", "agreement", "output_sqnr_db", "output_cosine");
        assertThat(export.get("kernels"))
                .hasSize(5)
                .allSatisfy(kernel -> assertThat(kernel.get("numbers").asText()).isEqualTo("integer"));
        assertThat(export.get("optimized_operators").get("QLinearConv").asInt()).isEqualTo(2);
        JsonNode latency = export.get("latency");
        assertThat(latency.get("runtime").asText()).startsWith("ONNX Runtime");
        assertThat(latency.get("batches"))
                .extracting(batch -> batch.get("batch").asInt())
                .containsExactly(1, 32);
        assertThat(names(latency.get("batches").get(0).get("written")))
                .containsExactly("median_ms", "p10_ms", "p90_ms", "runs", "samples_per_second");

        JsonNode bench = bitwright(
                        "bench", LENET, "--against", file, "--data", IMAGES, "--limit", 8, "--batch", "2,8", "--json")
                .json();
        assertThat(bench.get("batches"))
                .extracting(batch -> batch.get("batch").asInt())
                .containsExactly(2, 8);
        assertThat(bench.get("kernels")).hasSize(5);
        assertThat(bench.get("slowing")).isNotEmpty();
    }

    @Test
    void theAccuracyLevelOfNarrowProductsIsTold() throws IOException {
        JsonNode export = quantized("w4a16-group32", folder.resolve("w4.onnx"))
                .get("exports")
                .get(0);
        assertThat(export.get("matmulnbits_accuracy_level").asInt()).isEqualTo(4);
        assertThat(export.get("parity_exact_max_diff").asDouble())
                .isLessThan(1e-4)
                .isLessThan(export.get("parity_max_diff").asDouble());
        assertThat(bitwright("bench", LENET, "--batch", "0", "--data", IMAGES).status())
                .isEqualTo(2);
        Ran table = bitwright("bench", LENET, "--batch", "4", "--data", IMAGES, "--limit", 4);
        assertThat(table.out()).contains("times as fast", "default session");
    }
}
