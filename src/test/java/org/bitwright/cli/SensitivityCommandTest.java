package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitivityCommandTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    @Test
    void everyCellHasItsAccuracyAndWhatItLost() throws IOException {
        JsonNode json = bitwright(
                        "sensitivity",
                        LENET,
                        "--json",
                        "--data",
                        IMAGES,
                        "--limit",
                        400,
                        "--bits",
                        "1,4",
                        "--series",
                        "tensor+minmax",
                        "--series",
                        "nf4",
                        "--no-early-stop")
                .json();
        assertThat(json.get("part").asText()).isEqualTo("search");
        assertThat(json.get("measure").asText()).isEqualTo("drop");
        assertThat(json.get("float").get("samples").asInt()).as("half of 400").isEqualTo(200);
        assertThat(json.get("layers").findValuesAsText("name"))
                .containsExactly("conv1/Conv", "conv2/Conv", "fc1/Gemm", "fc2/Gemm", "fc3/Gemm");
        double floating = json.get("float").get("top1").asDouble();
        for (JsonNode layer : json.get("layers")) {
            assertThat(layer.get("points").findValuesAsText("bits")).containsExactly("1", "4", "4");
            assertThat(layer.get("points").findValuesAsText("series"))
                    .containsExactly("tensor+minmax", "tensor+minmax", "nf4");
            assertThat(layer.has("spared")).isFalse();
            for (JsonNode point : layer.get("points")) {
                assertThat(names(point)).contains("low", "high", "kl", "output_sqnr_db", "settled", "p", "different");
                assertThat(point.get("samples").asInt()).isEqualTo(200);
                assertThat(point.get("drop").asDouble())
                        .isCloseTo(floating - point.get("top1").asDouble(), within(1e-12));
            }
        }
        JsonNode second = json.get("layers").get(1).get("points");
        assertThat(second.get(0).get("kl").asDouble())
                .as("one bit hurts more than four")
                .isGreaterThan(second.get(1).get("kl").asDouble());
        assertThat(json.get("evaluations").asInt()).isGreaterThanOrEqualTo(15);
    }

    @Test
    void layersAreSparedFromWhatThePresetChose() throws IOException {
        Object[] arguments = {
            "sensitivity",
            LENET,
            "--data",
            IMAGES,
            "--limit",
            200,
            "--bits",
            "2",
            "--part",
            "all",
            "--layers",
            "fc*",
            "--preset",
            "binary",
            "--spare",
            "--limit-samples",
            150
        };
        Object[] withJson = new Object[arguments.length + 1];
        System.arraycopy(arguments, 0, withJson, 0, arguments.length);
        withJson[arguments.length] = "--json";
        JsonNode json = bitwright(withJson).json();
        assertThat(json.get("layers").findValuesAsText("name")).containsExactly("fc1/Gemm", "fc2/Gemm", "fc3/Gemm");
        assertThat(json.get("present").get("samples").asInt()).isEqualTo(150);
        assertThat(json.get("present").get("part").asText()).isEqualTo("all");
        double present = json.get("present").get("top1").asDouble();
        assertThat(present)
                .as("binary weights")
                .isLessThan(json.get("float").get("top1").asDouble());
        for (JsonNode layer : json.get("layers")) {
            JsonNode spared = layer.get("spared");
            if (spared.get("complete").asBoolean()) {
                assertThat(spared.get("gain").asDouble())
                        .isCloseTo(spared.get("top1").asDouble() - present, within(1e-12));
            }
        }
        assertThat(bitwright(arguments).out())
                .contains("Percentage points of top-1 accuracy lost", "fc1/Gemm", "2 bits", "in float", "McNemar");
    }

    @Test
    void withoutLabelsTheDivergenceOfTheOutputsSpeaks() throws IOException {
        Path data = Files.copy(Path.of(IMAGES), folder.resolve("images.gz"));
        JsonNode json = bitwright(
                        "sensitivity",
                        LENET,
                        "--data",
                        data,
                        "--limit",
                        100,
                        "--bits",
                        "2",
                        "--scale",
                        "0.00392",
                        "--json")
                .json();
        assertThat(json.get("measure").asText()).isEqualTo("kl");
        assertThat(json.get("float").has("top1")).isFalse();
        assertThat(json.get("layers").get(0).get("points").get(0).get("kl").asDouble())
                .isPositive();
    }

    @Test
    void savedProjectGoesOnWithWhatWasMeasured() throws IOException {
        Path project = folder.resolve("p.bitwright");
        Object[] first = {
            "sensitivity", LENET, "--json", "--data", IMAGES, "--limit", 300, "--bits", "3", "--save", project
        };
        JsonNode before = bitwright(first).json();
        JsonNode after =
                bitwright("sensitivity", project, "--json", "--bits", "3").json();
        assertThat(after.get("layers"))
                .as("seconds included: nothing was run again")
                .isEqualTo(before.get("layers"));
    }

    @Test
    void wrongUseIsSaidInWords() {
        refused("--data is missing", LENET);
        refused("no part 'test'", LENET, "--data", IMAGES, "--part", "test");
        refused("no layer matches", LENET, "--data", IMAGES, "--layers", "x*");
        refused("for sweep", LENET, "--data", IMAGES, "--series", "a:minmax");
        refused("at least 1", LENET, "--data", IMAGES, "--limit-samples", 0);
    }

    private static void refused(String words, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "sensitivity";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ran ran = bitwright(all);
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.err()).contains(words).doesNotContain("\tat ");
    }
}
