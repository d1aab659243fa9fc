package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private static Ran search(Object model, Object... options) {
        List<Object> all = new ArrayList<>(List.of("search", model));
        all.addAll(List.of(options));
        return bitwright(all.toArray());
    }

    /** On 400 samples, few candidates. */
    private static Ran quick(Object... options) {
        List<Object> all = new ArrayList<>(List.of("--data", IMAGES, "--limit", 400, "--candidates", 6));
        all.addAll(List.of(options));
        return search(LENET, all.toArray());
    }

    private static List<String> bits(JsonNode layers) {
        return layers.findValuesAsText("bits");
    }

    @Test
    void foundConfigurationKeepsTheBudgetAndIsReportedOnBothHalves() throws IOException {
        JsonNode json = quick("--average-bits", 3, "--check", 4, "--json").json();
        assertThat(json.get("budget").get("average_bits").asDouble()).isEqualTo(3);
        JsonNode found = json.get("found");
        assertThat(found.get("average_bits").asDouble()).isLessThanOrEqualTo(3);
        assertThat(found.get("part").asText()).isEqualTo("report");
        assertThat(found.get("samples").asInt()).isEqualTo(200);
        assertThat(found.get("search").get("samples").asInt()).isEqualTo(200);
        assertThat(found.get("all").get("correct").asInt())
                .isEqualTo(found.get("correct").asInt()
                        + found.get("search").get("correct").asInt());
        assertThat(found.get("all").get("p_against_float").asDouble()).isBetween(0.0, 1.0);
        assertThat(found.get("config").findValuesAsText("name"))
                .containsExactly("conv1/Conv", "conv2/Conv", "fc1/Gemm", "fc2/Gemm", "fc3/Gemm");
        // Weights of LeNet-5's layers.
        int[] weights = {150, 2400, 48000, 10080, 840};
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            int width = found.get("config").get(i).get("bits").asInt();
            assertThat(width).isBetween(2, 8);
            sum += (double) width * weights[i];
        }
        assertThat(found.get("average_bits").asDouble()).isEqualTo(sum / 61470);
        assertThat(json.get("front")).isNotEmpty();
        assertThat(bits(json.get("uniform"))).as("no mistaken key").isEmpty();
        assertThat(json.get("uniform").findValuesAsText("uniform_bits")).contains("2", "3", "4");
        assertThat(json.get("check").get("configurations").asInt()).isEqualTo(4);
        assertThat(json.get("finished").asBoolean()).isTrue();
    }

    @Test
    void sameSeedFindsTheSame() throws IOException {
        JsonNode first = quick("--bytes", "25KB", "--seed", 5, "--json").json().get("found");
        JsonNode second = quick("--bytes", "25KB", "--seed", 5, "--json").json().get("found");
        assertThat(first.get("bytes").asLong()).isLessThanOrEqualTo(25_000);
        assertThat(second.get("config")).isEqualTo(first.get("config"));
    }

    @Test
    void fixedLayersStayAsThePresetHasThem() throws IOException {
        JsonNode layers = quick("--average-bits", 4, "--preset", "int8-channel", "--fix", "conv*", "--json")
                .json()
                .get("found")
                .get("config");
        assertThat(bits(layers).subList(0, 2)).containsExactly("8", "8");
        assertThat(layers.get(0).get("calibrator").asText()).isEqualTo("minmax");
    }

    @Test
    void peopleReadWhatWasFoundAndWhatItIsWorth() {
        Ran ran = quick("--accuracy-loss", "2%");
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("best so far: ", "Found under at most 2 % of accuracy lost", "conv1/Conv")
                .contains("search half", "report half", "size and accuracy, all samples", "found");
    }

    @Test
    void impossibleBudgetFailsWithTheLeastPossible() {
        Ran ran = quick("--average-bits", 1, "--bits", "3-8");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot be kept; the least possible is 3.000 bits a weight");
        assertThat(quick("--bytes", 100).err()).containsPattern("least possible is [0-9,]+ bytes");
    }

    @Test
    void tooFewSamplesAreSaidWithTheNumberThatWouldDo() throws IOException {
        JsonNode advice = quick("--accuracy-loss", "0.5%", "--json").json().get("advice");
        assertThat(advice.findValuesAsText("kind")).contains("too-few-samples");
        JsonNode few = advice.get(advice.findValuesAsText("kind").indexOf("too-few-samples"));
        assertThat(few.get("samples").asInt()).isEqualTo(200);
        assertThat(few.get("needed").asLong()).isGreaterThan(200);
        assertThat(few.get("text").asText()).contains("too few to tell a loss of");
    }

    @Test
    void withoutLabelsTheAnswersOfTheFloatNetworkCount() throws IOException {
        Path data = Files.copy(Path.of(IMAGES), folder.resolve("images.gz"));
        JsonNode json = search(
                        LENET,
                        "--data",
                        data,
                        "--limit",
                        200,
                        "--scale",
                        "0.00392",
                        "--candidates",
                        4,
                        "--average-bits",
                        4,
                        "--json")
                .json();
        JsonNode found = json.get("found");
        assertThat(found.has("top1")).isFalse();
        assertThat(found.get("agreement").asDouble()).isGreaterThan(0.9);
        assertThat(found.has("p_against_float")).isFalse();
        assertThat(json.get("judged_by").asText()).isEqualTo("agreement");
    }

    @Test
    void appliedConfigurationIsTheSavedProjects() throws IOException {
        Path project = folder.resolve("p.bitwright");
        Path config = folder.resolve("c.json");
        JsonNode json = quick(
                        "--average-bits", 4, "--apply", "--save", project, "--export", "config=" + config, "--json")
                .json();
        List<String> found = bits(json.get("found").get("config"));
        assertThat(bits(bitwright("quantize", project, "--json").json().get("layers")))
                .isEqualTo(found);
        assertThat(bits(bitwright("quantize", LENET, "--config", config, "--json")
                        .json()
                        .get("layers")))
                .isEqualTo(found);
        assertThat(json.get("exports")).hasSize(1);
    }

    @Test
    void exportAloneLeavesTheProjectAsItWas() throws IOException {
        Path project = folder.resolve("p.bitwright");
        Path report = folder.resolve("r.html");
        Ran ran = quick("--average-bits", 3, "--save", project, "--export", "report=" + report, "--check", 3);
        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(bits(bitwright("quantize", project, "--json").json().get("layers")))
                .containsOnly("8");
        assertThat(report)
                .content()
                .contains("What the search found", "report half: no choice was made on it")
                .contains("It is the configuration of this report.", "Whether the error model predicts")
                .contains("Size and accuracy", "What each layer alone costs");
    }

    @Test
    void savedSearchComesToTheSameAgain() throws IOException {
        Path project = folder.resolve("p.bitwright");
        JsonNode first = quick("--average-bits", 3, "--save", project, "--json").json();
        JsonNode again = search(project, "--average-bits", 3, "--candidates", 6, "--json")
                .json();
        assertThat(again.get("found")).isEqualTo(first.get("found"));
        assertThat(again.get("front")).isEqualTo(first.get("front"));
        JsonNode withData = search(
                        project, "--data", IMAGES, "--limit", 400, "--average-bits", 3, "--candidates", 6, "--json")
                .json();
        assertThat(withData.get("found")).as("the same data named again").isEqualTo(first.get("found"));
    }

    @Test
    void wrongUseIsSaidInWords() {
        refused(quick(), "--bytes", "--average-bits", "--bit-operations", "--accuracy-loss");
        refused(quick("--bytes", 100, "--average-bits", 3), "mutually exclusive");
        refused(quick("--bytes", "many"), "no number");
        refused(quick("--average-bits", 0), "above 0");
        refused(quick("--accuracy-loss", "0.5"), "0.5%");
        refused(quick("--accuracy-loss", "101%"), "100%");
        refused(quick("--average-bits", 3, "--fix", "*"), "no layer to choose");
        refused(quick("--average-bits", 3, "--apply"), "--save");
        refused(quick("--average-bits", 3, "--check", -1), "at least 0");
        refused(search(LENET, "--average-bits", 3), "--data is missing");
    }

    private static void refused(Ran ran, String... words) {
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(words).doesNotContain("\tat ");
    }
}
