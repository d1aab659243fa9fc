package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongUseTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private static void refused(Ran ran, String... words) {
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("bitwright: ")
                .contains(words)
                .contains("--help")
                .doesNotContain("\tat ");
    }

    private static void failed(Ran ran, String... words) {
        assertThat(ran.status()).as(ran.err()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("bitwright: ").contains(words).doesNotContain("\tat ");
    }

    @Test
    void wrongWordsAreUsageErrors() {
        refused(bitwright(), "command is missing");
        refused(bitwright("quantise", LENET), "quantise");
        refused(bitwright("inspect"), "MODEL is missing");
        refused(bitwright("inspect", LENET, "--nonsense"), "--nonsense");
        refused(bitwright("inspect", LENET, "--project", "x.bitwright"), "two models");
        refused(bitwright("quantize", LENET, "--bits", 99), "1 to 16");
        refused(bitwright("quantize", LENET, "--bits", "x"), "no bit-width");
        refused(bitwright("quantize", LENET, "--preset", "int7"), "int8-channel");
        refused(bitwright("quantize", LENET, "--calibrator", "percentile:0"), "percentile");
        refused(bitwright("quantize", LENET, "--calibrator", "percentile:x"), "no percentage");
        refused(bitwright("quantize", LENET, "--format", "binary", "--bits", 4), "no 4-bit form");
        refused(bitwright("quantize", LENET, "--limit", 5), "need --data");
        refused(bitwright("quantize", LENET, "--data", IMAGES, "--limit", 0), "at least 1");
        refused(bitwright("quantize", LENET, "--calibration", 5), "--data");
        refused(bitwright("quantize", LENET, "--improve", "gptq"), "--calibration-data");
        refused(bitwright("quantize", LENET, "--improve", "magic"), "adaround");
        refused(bitwright("quantize", LENET, "--data", IMAGES, "--limit", 5, "--calibration", 5), "leave some");
        refused(bitwright("quantize", LENET, "--data", IMAGES, "--std", 0), "std");
        refused(bitwright("quantize", LENET, "--threads", 0), "at least 1");
        refused(bitwright("sweep", LENET), "--data is missing");
        refused(bitwright("sweep", LENET, "--data", IMAGES, "--bits", "0-4"), "1 to 16");
        refused(bitwright("sweep", LENET, "--data", IMAGES, "--bits", "8-4"), "backwards");
        refused(bitwright("sweep", LENET, "--data", IMAGES, "--layers", "none*"), "no layer matches", "conv1/Conv");
    }

    @Test
    void choicesOfLaterVersionsAreNamedAsSuch() {
        refused(bitwright("quantize", LENET, "--format", "fp12"), "not available in this version", "float, int");
        refused(bitwright("quantize", LENET, "--scheme", "cubic"), "not available in this version", "narrow");
        refused(bitwright("quantize", LENET, "--granularity", "row"), "not available in this version", "channel");
        refused(bitwright("quantize", LENET, "--granularity", "group:0"), "no size of a group");
        refused(bitwright("quantize", LENET, "--calibrator", "median"), "not available in this version", "entropy");
        refused(bitwright("quantize", LENET, "--export", "keras=x"), "not available in this version", "qdq");
        refused(bitwright("quantize", LENET, "--set", "*:rounding=up"), "not available in this version", "floor");
        refused(bitwright("sweep", LENET, "--series", "channel+median"), "not available in this version");
    }

    @Test
    void aSchemeIsRefusedForFormatsThatHaveNone() {
        refused(bitwright("quantize", LENET, "--format", "fp8-e4m3", "--scheme", "asymmetric"), "scheme", "integers");
        refused(bitwright("quantize", LENET, "--set", "*:format=nf4,scheme=narrow"), "scheme", "integers");
    }

    @Test
    void aLineWithoutAnyOfTheWidthsIsTold() {
        Ran ran = bitwright(
                "sweep", LENET, "--data", IMAGES, "--limit", 20, "--bits", 10, "--series", "channel+entropy", "--json");
        assertThat(ran.status()).isZero();
        assertThat(ran.err()).contains("channel+entropy has none of these widths");
    }

    @Test
    void entropyIsRefusedWhereItHasNoMeaning() {
        refused(bitwright("quantize", LENET, "--calibrator", "entropy", "--bits", "10"), "up to 9 bits");
        // The first layer has 6 filters of 25 weights.
        refused(
                bitwright("quantize", LENET, "--calibrator", "entropy", "--granularity", "channel"),
                "at least 1,024 values",
                "conv1/Conv");
    }

    @Test
    void entropyIsNotSweptInSmallGroups() {
        refused(bitwright("sweep", LENET, "--series", "group:32+entropy"), "at least 1,024 values");
    }

    @Test
    void setOptionsSayWhatIsWrong() {
        refused(bitwright("quantize", LENET, "--set", "conv1"), "GLOB:key=value");
        refused(bitwright("quantize", LENET, "--set", "conv1:bits"), "GLOB:key=value");
        refused(bitwright("quantize", LENET, "--set", "none*:bits=4"), "no layer matches");
        refused(bitwright("quantize", LENET, "--set", "conv*:min=1"), "go together");
        refused(bitwright("quantize", LENET, "--set", "conv*:min=2,max=1"), "above the maximum");
        refused(bitwright("quantize", LENET, "--set", "conv*:format=binary,min=0,max=1"), "takes no range");
    }

    @Test
    void wrongFilesFailWithTheirName() throws IOException {
        failed(bitwright("inspect", folder.resolve("none.onnx")), "none.onnx", "no such file");
        failed(bitwright("inspect", folder), "folder");
        Path text = Files.writeString(folder.resolve("text.onnx"), "just some text, no model\n");
        failed(bitwright("inspect", text), "text.onnx");
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        failed(bitwright("inspect", empty), "empty.onnx");
        failed(bitwright("quantize", LENET, "--data", text), "text.onnx");
        failed(bitwright("quantize", LENET, "--data", folder.resolve("none.gz")), "none.gz");
        failed(bitwright("quantize", LENET, "--config", text), "text.onnx");
        failed(bitwright("quantize", "--project", text), "text.onnx");
        failed(
                bitwright(
                        "quantize",
                        LENET,
                        "--data",
                        IMAGES,
                        "--labels",
                        "sample-models/mnist/calibration-labels-idx1-ubyte.gz"),
                "10000",
                "1000");
    }

    @Test
    void dataOfAnotherShapeFailInWords() {
        failed(
                bitwright("quantize", "sample-models/vit.onnx", "--data", IMAGES.replace("images-idx3", "labels-idx1")),
                "labels-idx1");
    }

    @Test
    void exportFailureLeavesTheOldFile() throws IOException {
        Path model = Files.copy(Path.of(LENET), folder.resolve("m.onnx"));
        byte[] before = Files.readAllBytes(model);
        Ran ran = bitwright("quantize", model, "--export", "qdq=" + model);
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("another name");
        assertThat(model).hasBinaryContent(before);
        failed(bitwright("quantize", model, "--export", "qdq=" + folder.resolve("none/q.onnx")), "there is no folder");
        failed(bitwright("quantize", model, "--save", folder), "is a folder");
        assertThat(Files.list(folder)).containsExactly(model);
    }

    @Test
    void stackTraceIsShownOnRequestOnly() {
        assertThat(bitwright("inspect", "none.onnx", "--verbose").err()).contains("\tat org.bitwright");
    }

    @Test
    void helpShowsAnExample() {
        for (String command : new String[] {
            "demo", "inspect", "quantize", "sweep", "sensitivity", "search", "variants", "convert", "report"
        }) {
            Ran ran = bitwright(command, "--help");
            assertThat(ran.status()).isZero();
            assertThat(ran.out()).contains("Example:", "bitwright " + command);
        }
        assertThat(bitwright("--version").out()).contains("Bitwright");
    }
}
