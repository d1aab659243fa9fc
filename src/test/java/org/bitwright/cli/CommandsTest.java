package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.bitwright.quant.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";
    private static final String CALIBRATION = "sample-models/mnist/calibration-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private static List<String> names(JsonNode object) {
        return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .toList();
    }

    @Test
    void inspectTellsPeopleTheLayers() {
        Ran ran = bitwright("inspect", LENET);
        assertThat(ran.status()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("opset 13", "61706 parameters", "conv1/Conv", "6 × 1 × 5 × 5", "fc3/Gemm")
                .contains("input  input: float32 batch × 1 × 28 × 28", "output output: float32 batch × 10");
    }

    @Test
    void inspectTellsProgramsTheLayers() throws IOException {
        JsonNode json = bitwright("inspect", LENET, "--json").json();
        assertThat(names(json)).contains("model", "format", "opset", "parameters", "bytes", "layers");
        assertThat(json.get("parameters").asLong()).isEqualTo(61706);
        assertThat(json.get("inputs").toString())
                .isEqualTo("[{\"name\":\"input\",\"type\":\"float32\",\"shape\":[\"batch\",1,28,28]}]");
        assertThat(json.get("layers")).hasSize(5);
        JsonNode first = json.get("layers").get(0);
        assertThat(names(first)).contains("name", "op", "weight", "shape", "parameters", "min", "max");
        assertThat(first.get("shape").toString()).isEqualTo("[6,1,5,5]");
        assertThat(first.get("min").asDouble()).isNegative();
    }

    @Test
    void inspectTellsWhatAQuantizedFileHolds() throws IOException {
        Path file = folder.resolve("quantized.onnx");
        assertThat(bitwright("quantize", LENET, "--preset", "int8-channel", "--export", "qdq=" + file)
                        .status())
                .isZero();
        Ran ran = bitwright("inspect", file);
        assertThat(ran.status()).isZero();
        assertThat(ran.out())
                .contains(
                        "quantized weight",
                        "int symmetric",
                        "channel",
                        "info: the file is quantized already: 5 weights");
        JsonNode quantized = bitwright("inspect", file, "--json").json().get("quantized");
        assertThat(quantized.get("layers")).hasSize(5);
        assertThat(quantized.get("layers").get(0).get("name").asText()).isEqualTo("conv1/Conv");
        assertThat(quantized.get("layers").get(0).get("bits").asInt()).isEqualTo(8);
        assertThat(bitwright("inspect", LENET, "--json").json().has("quantized"))
                .isFalse();
    }

    @Test
    void quantizeMeasuresOnLabelledData() throws IOException {
        Path onnx = folder.resolve("q.onnx");
        JsonNode json = bitwright(
                        "quantize",
                        LENET,
                        "--json",
                        "--preset",
                        "int8-channel",
                        "--data",
                        IMAGES,
                        "--limit",
                        500,
                        "--calibration-data",
                        CALIBRATION,
                        "--calibration",
                        100,
                        "--export",
                        "qdq=" + onnx,
                        "--export",
                        "csv=" + folder.resolve("q.csv"))
                .json();
        assertThat(names(json)).contains("float", "quantized", "agreement", "bytes", "layers", "exports");
        assertThat(names(json.get("quantized"))).contains("top1", "correct", "samples", "low", "high");
        assertThat(json.get("quantized").get("samples").asInt()).isEqualTo(500);
        assertThat(json.get("quantized").get("top1").asDouble())
                .isEqualTo(json.get("quantized").get("correct").asDouble() / 500)
                .isGreaterThan(0.9);
        assertThat(json.get("bytes").get("float").asLong()).isEqualTo(61470 * 4);
        assertThat(json.get("bytes").get("quantized").asLong()).isEqualTo(61470 + 236 * 4);
        assertThat(names(json.get("layers").get(0)))
                .contains("name", "bits", "format", "granularity", "mse", "sqnr_db", "cosine", "max_error", "clipped");
        long entropy = 0;
        for (JsonNode layer : json.get("layers")) {
            assertThat(layer.get("entropy_bytes").asLong()).isPositive();
            entropy += layer.get("entropy_bytes").asLong();
        }
        assertThat(json.get("bytes").get("entropy").asLong())
                .isEqualTo(entropy)
                .isLessThan(json.get("bytes").get("quantized").asLong());
        JsonNode export = json.get("exports").get(0);
        assertThat(names(export)).contains("format", "path", "parity_max_diff");
        assertThat(export.get("parity_exact_max_diff").asDouble()).isBetween(0.0, 1e-4);
        assertThat(export.get("parity_samples").asInt()).isEqualTo(100);
        assertThat(json.get("exports").get(1).get("parity_max_diff").isNull()).isTrue();
        assertThat(onnx).exists();
    }

    @Test
    void unlabelledDataGiveAgreementOnly() throws IOException {
        Path images = Files.copy(Path.of(CALIBRATION), folder.resolve("unlabelled.gz"));
        JsonNode json = bitwright("quantize", LENET, "--json", "--data", images, "--limit", 50)
                .json();
        assertThat(names(json))
                .contains("agreement", "output_sqnr_db", "output_cosine")
                .doesNotContain("float");
        assertThat(json.get("agreement").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void undefinedNumbersAreNull() throws IOException {
        JsonNode json =
                bitwright("quantize", LENET, "--json", "--preset", "float").json();
        assertThat(names(json)).doesNotContain("float", "quantized", "agreement");
        assertThat(json.get("layers").get(0).get("sqnr_db").isNull()).isTrue();
        assertThat(json.get("layers").get(0).get("bits").asInt()).isEqualTo(32);
    }

    @Test
    void calibratorsAreComparedWithoutChoosingOne() throws IOException {
        Object[] arguments = {"quantize", LENET, "--bits", 4, "--set", "fc1*:min=-1,max=1", "--compare-calibrators", "*"
        };
        List<Object> withJson = new ArrayList<>(List.of(arguments));
        withJson.add("--json");
        JsonNode json = bitwright(withJson.toArray()).json();
        JsonNode first = json.get("comparison").get(0);
        assertThat(first.get("name").asText()).isEqualTo("conv1/Conv");
        assertThat(first.get("bits").asInt()).isEqualTo(4);
        assertThat(first.findValuesAsText("calibrator"))
                .contains("minmax", "percentile:99.9", "percentile:99.99", "mse", "entropy");
        // 6 filters of 5 × 5 are 150 weights.
        assertThat(first.get("impossible").get(0).get("calibrator").asText()).isEqualTo("entropy");
        assertThat(first.get("impossible").get(0).get("reason").asText()).contains("1,024 values");
        JsonNode minmax = first.get("calibrators").get(0);
        assertThat(names(minmax))
                .contains(
                        "low", "high", "mse", "sqnr_db", "cosine", "max_error", "clipped", "bytes", "present", "best");
        assertThat(minmax.get("present").asBoolean()).isTrue();
        assertThat(minmax.get("mse").asDouble())
                .isEqualTo(json.get("layers").get(0).get("mse").asDouble());
        assertThat(json.findValues("by_hand").stream().filter(JsonNode::asBoolean))
                .hasSize(1);

        Ran text = bitwright(arguments);
        assertThat(text.out()).contains("minmax *", "mse +", "entropy", "by hand *", "conv1/Conv: no entropy");
    }

    @Test
    void errorsAreGivenChannelByChannel() throws IOException {
        Object[] arguments = {"quantize", LENET, "--bits", 4, "--set", "fc3*:min=-0.05,max=0.05", "--errors", "*"};
        List<Object> withJson = new ArrayList<>(List.of(arguments));
        withJson.add("--json");
        JsonNode json = bitwright(withJson.toArray()).json();
        JsonNode conv2 = json.get("errors").get(1);
        assertThat(conv2.get("name").asText()).isEqualTo("conv2/Conv");
        assertThat(conv2.get("floor").asDouble()).isCloseTo(0.288675, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(conv2.get("channels")).hasSize(16);
        double sum = 0;
        double before = 1;
        for (JsonNode channel : conv2.get("channels")) {
            assertThat(channel.get("share").asDouble()).isLessThanOrEqualTo(before);
            before = channel.get("share").asDouble();
            sum += before;
        }
        assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-9));
        // 16 × 6 × 5 × 5 weights, none clipped by minmax, whose error in steps stays within a half.
        long weights = 0;
        for (JsonNode count : conv2.get("histogram").get("counts")) {
            weights += count.asLong();
        }
        assertThat(weights).isEqualTo(2400);
        assertThat(conv2.get("histogram").get("limit").asDouble()).isBetween(0.4, 0.5001);
        assertThat(json.get("errors").get(4).get("clip_share").asDouble()).isGreaterThan(0.5);
        assertThat(json.get("problems").toString()).contains("fc3/Gemm").contains("clipped");

        Ran text = bitwright(arguments);
        assertThat(text.out()).contains("RMSE/step", "… 6 more", "warning: fc3/Gemm");
    }

    @Test
    void laterSetOptionsWin() throws IOException {
        JsonNode json = bitwright(
                        "quantize",
                        LENET,
                        "--json",
                        "--bits",
                        4,
                        "--set",
                        "fc*:bits=6,calibrator=percentile:99.9",
                        "--set",
                        "fc3/Gemm:format=binary,granularity=tensor",
                        "--set",
                        "conv1*:scheme=asymmetric,min=-0.5,max=0.5")
                .json();
        assertThat(json.get("layers").findValuesAsText("bits")).containsExactly("4", "4", "6", "6", "1");
        assertThat(json.get("layers").findValuesAsText("format")).containsExactly("int", "int", "int", "int", "binary");
        assertThat(json.get("layers").get(4).get("granularity").asText()).isEqualTo("tensor");
    }

    @Test
    void configurationReadsBackToTheSameNumbers() throws IOException {
        Path config = folder.resolve("c.json");
        JsonNode first = bitwright(
                        "quantize",
                        LENET,
                        "--json",
                        "--bits",
                        5,
                        "--scheme",
                        "asymmetric",
                        "--set",
                        "fc1*:min=-0.1,max=0.13",
                        "--export",
                        "config=" + config)
                .json();
        JsonNode again =
                bitwright("quantize", LENET, "--json", "--config", config).json();
        assertThat(again.get("layers")).isEqualTo(first.get("layers"));
        assertThat(again.get("bytes")).isEqualTo(first.get("bytes"));
    }

    @Test
    void projectReadsBackToTheSameNumbers() throws IOException {
        Path project = folder.resolve("p.bitwright");
        JsonNode first = bitwright(
                        "quantize",
                        LENET,
                        "--json",
                        "--preset",
                        "int4-channel-mse",
                        "--data",
                        IMAGES,
                        "--limit",
                        200,
                        "--save",
                        project)
                .json();
        JsonNode again = bitwright("quantize", "--project", project, "--json").json();
        assertThat(again).isEqualTo(first);
    }

    @Test
    void sweepMeasuresEveryPoint() throws IOException {
        JsonNode json = bitwright(
                        "sweep",
                        LENET,
                        "--json",
                        "--data",
                        IMAGES,
                        "--limit",
                        200,
                        "--bits",
                        "2,8",
                        "--series",
                        "tensor+minmax",
                        "--series",
                        "channel+percentile:99.9+narrow")
                .json();
        assertThat(names(json.get("float"))).contains("top1", "samples");
        assertThat(json.get("points")).hasSize(4);
        assertThat(names(json.get("points").get(0)))
                .contains("bits", "series", "top1", "correct", "samples", "low", "high", "bytes", "seconds");
        assertThat(json.get("points").findValuesAsText("bits")).containsExactly("2", "8", "2", "8");
        assertThat(json.get("points").get(2).get("series").asText()).isEqualTo("channel+percentile:99.9+narrow");
        assertThat(json.get("points").get(1).get("top1").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void sweepMeasuresFormatsOfOneWidthBesideThePlannedWidths() throws IOException {
        Object[] arguments = {
            "sweep",
            LENET,
            "--data",
            IMAGES,
            "--limit",
            200,
            "--bits",
            "3",
            "--series",
            "codebook",
            "--series",
            "nf4",
            "--series",
            "fp8-e4m3+channel+mse"
        };
        List<Object> withJson = new ArrayList<>(List.of(arguments));
        withJson.add("--json");
        JsonNode points = bitwright(withJson.toArray()).json().get("points");
        assertThat(points.findValuesAsText("series")).containsExactly("codebook", "nf4", "fp8-e4m3+channel+mse");
        assertThat(points.findValuesAsText("bits")).containsExactly("3", "4", "8");
        assertThat(points.findValues("top1")).allMatch(top1 -> top1.asDouble() > 0.9);
        assertThat(bitwright(arguments).out()).contains("a = codebook", "b = nf4", "c = fp8-e4m3+channel+mse");
    }

    @Test
    void quantizeTakesFormatGroupAndRounding() throws IOException {
        JsonNode layer = bitwright(
                        "quantize",
                        LENET,
                        "--json",
                        "--format",
                        "int",
                        "--bits",
                        4,
                        "--granularity",
                        "group:32",
                        "--rounding",
                        "stochastic:7")
                .json()
                .get("layers")
                .get(2);
        assertThat(layer.get("format").asText()).isEqualTo("int");
        assertThat(layer.get("granularity").asText()).isEqualTo("group:32");
        assertThat(layer.get("bits").asInt()).isEqualTo(4);
    }

    @Test
    void everyPresetIsListedInTheHelp() {
        String help = bitwright("quantize", "--help").out();
        for (Preset preset : Preset.values()) {
            assertThat(help.replaceAll("\\s+", "")).contains(preset.id());
        }
    }

    @Test
    void sweepDrawsAChart() {
        Ran ran = bitwright("sweep", LENET, "--data", IMAGES, "--limit", 50, "--bits", "8", "--layers", "conv*");
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("top-1", "a = channel+minmax", "└────");
    }

    @Test
    void demoWritesWhatItMeasured() throws IOException {
        Path out = folder.resolve("new/demo");
        Ran ran = bitwright("demo", "--limit", 100, "--out", out);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("int4-channel-mse", "largest output difference", "bits", "└────");
        for (String name : List.of(
                "lenet5.qdq.onnx",
                "lenet5.simulated.onnx",
                "lenet5.config.json",
                "lenet5.csv",
                "lenet5.bitwright",
                "accuracy.svg",
                "sweep.csv",
                "sensitivity.svg",
                "sensitivity.csv",
                "lenet5.report.html")) {
            assertThat(out.resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readAllLines(out.resolve("sweep.csv"))).hasSize(1 + 1 + 3 * 16);
        assertThat(Files.readAllLines(out.resolve("sensitivity.csv"))).hasSizeGreaterThanOrEqualTo(1 + 1 + 5 * 7);
        assertThat(ran.out()).contains("points of top-1 accuracy lost", "Found under at most 3 bits a weight");
        assertThat(bitwright("inspect", out.resolve("lenet5.simulated.onnx")).status())
                .isZero();
        assertThat(bitwright("quantize", out.resolve("lenet5.bitwright")).status())
                .isZero();
    }
}
