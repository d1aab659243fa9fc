package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";

    @TempDir
    Path folder;

    @Test
    void reportTellsOfTheMeasurementTheSweepAndTheFiles() throws IOException {
        Path report = folder.resolve("r.html");
        JsonNode json = bitwright(
                        "report",
                        LENET,
                        "--json",
                        "--bits",
                        4,
                        "--granularity",
                        "channel",
                        "--data",
                        IMAGES,
                        "--limit",
                        100,
                        "--sweep",
                        "2,4",
                        "--series",
                        "tensor+mse",
                        "--export",
                        "csv=" + folder.resolve("t.csv"),
                        "--out",
                        report)
                .json();
        assertThat(json.get("exports")).hasSize(2);
        String top1 = String.format(
                Locale.ROOT,
                "%.2f\u00a0%%",
                100 * json.get("quantized").get("top1").doubleValue());
        assertThat(report)
                .content()
                .contains(top1, "Accuracy against bit-width", "per tensor, mse", "t.csv (csv", "4 bits, symmetric")
                .contains("bitwright quantize " + LENET + " --config config.json --data " + IMAGES);
    }

    @Test
    void reportIsWrittenBehindTheFilesThatItTellsOf() throws IOException {
        Path report = folder.resolve("r.html");
        Ran ran = bitwright(
                "quantize", LENET, "--export", "report=" + report, "--export", "config=" + folder.resolve("c.json"));
        assertThat(ran.status()).isZero();
        assertThat(report).content().contains("c.json (config");
    }

    @Test
    void sweepNeedsData() {
        Ran ran = bitwright("report", LENET, "--sweep", "4", "--out", folder.resolve("r.html"));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("--sweep needs --data");
    }

    @Test
    void configurationsAreConvertedThereAndBack() throws IOException {
        Path first = folder.resolve("a.encodings");
        assertThat(bitwright(
                                "quantize",
                                LENET,
                                "--bits",
                                5,
                                "--granularity",
                                "channel",
                                "--export",
                                "aimet-0.6.1=" + first)
                        .status())
                .isZero();
        Path ours = folder.resolve("c.json");
        Path last = folder.resolve("b.encodings");
        Path back = folder.resolve("d.encodings");
        for (List<String> step : List.of(
                List.of(first.toString(), "config=" + ours),
                List.of(ours.toString(), "aimet-2.0.0=" + last),
                List.of(last.toString(), "aimet-0.6.1=" + back))) {
            JsonNode json = bitwright("convert", LENET, "--json", "--from", step.get(0), "--to", step.get(1))
                    .json();
            assertThat(json.get("differences")).isEmpty();
            assertThat(json.get("exports").get(0).get("losses")).isEmpty();
        }
        assertThat(back).hasSameTextualContentAs(first);
    }

    @Test
    void quantizeStartsFromEncodings() throws IOException {
        Path file = Files.writeString(
                folder.resolve("e"),
                "{\"version\": \"2.0.0\", \"encodings\": [{\"name\": \"fc1.weight\", \"output_dtype\": \"int4\","
                        + " \"y_scale\": 0.125}, {\"name\": \"elsewhere\", \"output_dtype\": \"int4\","
                        + " \"y_scale\": 0.125}]}");
        Ran ran = bitwright("quantize", LENET, "--config", file, "--json");
        assertThat(ran.err()).contains("'elsewhere' is no weight and no activation");
        JsonNode fc1 = ran.json().get("layers").get(2);
        assertThat(fc1.get("name").textValue()).isEqualTo("fc1/Gemm");
        assertThat(fc1.get("bits").intValue()).isEqualTo(4);
        assertThat(ran.json().get("layers").get(0).get("format").textValue()).isEqualTo("float");
    }

    @Test
    void networksAreNoConfigurations() {
        Ran ran = bitwright("convert", LENET, "--from", LENET, "--to", "qdq=" + folder.resolve("q.onnx"));
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).contains("qdq is no configuration", "aimet-1.0.0");
        Ran broken = bitwright("convert", LENET, "--from", LENET, "--to", "csv=" + folder.resolve("q.csv"));
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err()).contains("lenet5.onnx").doesNotContain("Exception");
    }
}
