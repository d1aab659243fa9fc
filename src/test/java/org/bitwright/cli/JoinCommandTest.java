package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.io.torch.TorchWriter;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's state dict on the command line, alone and joined. */
class JoinCommandTest {
    private static final String WEIGHTS = "sample-models/model.pth";
    private static final String GRAPH = "sample-models/simple-model.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    @Test
    void proposalIsShownAndNothingWritten() throws IOException {
        Ran shown = bitwright("join", WEIGHTS, "--graph", GRAPH);
        assertThat(shown.status()).isZero();
        assertThat(shown.out()).contains("fc1.weight", "256 × 784", "same name").doesNotContain("fault");
        JsonNode json = bitwright("join", WEIGHTS, "--graph", GRAPH, "--json").json();
        assertThat(json.get("pairs")).hasSize(4);
        assertThat(json.get("pairs").get(0).get("tensor").asText()).isEqualTo("fc1.weight");
        assertThat(json.get("pairs").get(0).get("match").asText()).isEqualTo("same name");
        assertThat(json.get("faults")).isEmpty();
        assertThat(json.has("written")).isFalse();
    }

    @Test
    void joinedNetworkIsWrittenAndMeasuredAsTheOriginal() throws IOException {
        Path joined = folder.resolve("joined.onnx");
        assertThat(bitwright("join", WEIGHTS, "--graph", GRAPH, "--output", joined)
                        .status())
                .isZero();
        JsonNode expected = correct(GRAPH);
        assertThat(correct(joined)).isEqualTo(expected);
        assertThat(correct(WEIGHTS, "--graph", GRAPH)).isEqualTo(expected);
        assertThat(correct(WEIGHTS, "--stack", "fc1.weight,fc2.weight")).isEqualTo(expected);
        assertThat(correct(WEIGHTS, "--stack", "fc1.weight,relu,fc2.weight")).isNotEqualTo(expected);
    }

    private static JsonNode correct(Object model, String... more) throws IOException {
        List<Object> words = new ArrayList<>(List.of("quantize", model, "--data", IMAGES, "--limit", 300, "--json"));
        words.addAll(List.of(more));
        return bitwright(words.toArray()).json().get("float");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        Ran wrong = bitwright(
                "join",
                WEIGHTS,
                "--graph",
                GRAPH,
                "--pair",
                "fc1.weight=fc2.weight",
                "--output",
                folder.resolve("x.onnx"));
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err())
                .contains("'fc2.weight' (10 × 256, FLOAT32) does not fit 'fc1.weight' (256 × 784, FLOAT32)");
        assertThat(folder.resolve("x.onnx")).doesNotExist();
        assertThat(bitwright("join", WEIGHTS, "--stack", "fc2.weight,fc1.weight")
                        .out())
                .contains("fault: 'fc2.weight' gives 10 numbers, but 'fc1.weight', which follows it, takes 784.");
        assertThat(bitwright("join", WEIGHTS, "--stack", "relu,fc1.weight").err())
                .contains("stands behind no layer");
        assertThat(bitwright("join", WEIGHTS, "--graph", GRAPH, "--stack", "fc1.weight")
                        .status())
                .isEqualTo(2);
        assertThat(bitwright("join", WEIGHTS, "--keep-missing").status()).isEqualTo(2);
        assertThat(bitwright("join", WEIGHTS, "--output", folder.resolve("x.onnx"))
                        .status())
                .isEqualTo(2);
        assertThat(bitwright("join", GRAPH, "--stack", "fc1.weight").err()).contains("holds a network already");
    }

    /** A square weight tells nobody how it lies; turned round it still has its bias, and what is told makes the same network. */
    @Test
    void aTurnedLayerKeepsItsBias() throws IOException {
        Path square = folder.resolve("square.pth");
        try (OutputStream out = Files.newOutputStream(square)) {
            StateDict state = StateDict.of(List.of(
                    Tensor.of("fc.weight", Shape.of(2, 2), new float[] {1, 2, 3, 4}),
                    Tensor.of("fc.bias", Shape.of(2), new float[] {5, 6})));
            TorchWriter.write(state, out, CancelToken.none());
        }
        Ran shown = bitwright("join", square, "--stack", "fc.weight^T,relu");
        assertThat(shown.out()).contains("fc.bias", "--stack fc.weight^T,relu").doesNotContain("not used");
        JsonNode step = bitwright("join", square, "--stack", "fc.weight^T,relu", "--json")
                .json()
                .get("stack")
                .get(0);
        assertThat(step.get("bias").asText()).isEqualTo("fc.bias");
        assertThat(step.get("transposed").asBoolean()).isTrue();
    }

    @Test
    void joinedNetworksAreSavedTimedAndReported() throws IOException {
        Path project = folder.resolve("work.bitwright");
        Path report = folder.resolve("report.html");
        assertThat(bitwright("quantize", WEIGHTS, "--graph", GRAPH, "--data", IMAGES, "--limit", 50, "--save", project)
                        .status())
                .isZero();
        assertThat(bitwright("report", project, "--out", report).status()).isZero();
        assertThat(Files.readString(report)).contains("model.pth --graph", "simple-model.onnx");
        Ran timed = bitwright(
                "bench", WEIGHTS, "--stack", "fc1.weight,fc2.weight", "--data", IMAGES, "--limit", 2, "--batch", 1);
        assertThat(timed.status()).as(timed.err()).isZero();
    }

    @Test
    void constantsMayKeepTheGraphsNumbers() throws IOException {
        JsonNode left = bitwright("join", WEIGHTS, "--graph", GRAPH, "--pair", "fc1.bias=", "--json")
                .json();
        assertThat(left.get("missing")).hasSize(1);
        assertThat(left.get("faults")).isEmpty();
        assertThat(left.get("left_over").get(0).asText()).isEqualTo("fc1.bias");
    }

    @Test
    void weightsAloneAreQuantizedAndExported() throws IOException {
        Path pth = folder.resolve("small.pth");
        Path encodings = folder.resolve("small.encodings");
        JsonNode json = bitwright(
                        "quantize",
                        WEIGHTS,
                        "--bits",
                        4,
                        "--json",
                        "--export",
                        "pth=" + pth,
                        "--export",
                        "aimet-1.0.0=" + encodings)
                .json();
        assertThat(json.get("layers")).hasSize(2);
        // (200704 + 2560) / 2 and a scale of four bytes each
        assertThat(json.get("bytes").get("quantized").asLong()).isEqualTo(101632 + 8);
        assertThat(Files.readString(encodings)).contains("fc1.weight");
        JsonNode inspected = bitwright("inspect", pth, "--json").json();
        assertThat(inspected.get("format").asText()).isEqualTo("PyTorch");
        assertThat(inspected.get("tensors")).hasSize(4);
        assertThat(inspected.get("tensors").get(1).get("name").asText()).isEqualTo("fc1.bias");
        assertThat(inspected.get("tensors").get(1).get("type").asText()).isEqualTo("float32");
    }

    @Test
    void everyCommandThatRunsANetworkSaysHowToGetOne() {
        for (List<Object> words : List.<List<Object>>of(
                List.of("quantize", WEIGHTS, "--data", IMAGES),
                List.of("sweep", WEIGHTS, "--data", IMAGES),
                List.of("sensitivity", WEIGHTS, "--data", IMAGES),
                List.of("search", WEIGHTS, "--data", IMAGES, "--accuracy-loss", "0.5%"),
                List.of("train", WEIGHTS, "--data", IMAGES),
                List.of("bench", WEIGHTS, "--data", IMAGES),
                List.of("quantize", WEIGHTS, "--export", "qdq=" + folder.resolve("x.onnx")))) {
            Ran ran = bitwright(words.toArray());
            assertThat(ran.err()).as(words.toString()).contains("weights without a network", "--graph");
            assertThat(ran.status()).as(words.toString()).isNotZero();
        }
        assertThat(bitwright("quantize", WEIGHTS, "--activation-bits", 8).err())
                .contains("no activations to quantize", "--graph");
    }
}
