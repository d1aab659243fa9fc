package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What {@code quantize --improve} says of each improvement. */
class ImproveOptionsTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";
    private static final String CALIBRATION = "sample-models/mnist/calibration-images-idx3-ubyte.gz";

    @Test
    void improvementsAreReportedInTheirOrder() throws IOException {
        Ran ran = bitwright(
                "quantize",
                LENET,
                "--json",
                "--bits",
                3,
                "--data",
                IMAGES,
                "--limit",
                300,
                "--calibration-data",
                CALIBRATION,
                "--calibration",
                200,
                "--improve",
                "equalize,gptq,bias-correction");
        JsonNode improvements = ran.json().get("improvements");
        assertThat(improvements).hasSize(3);
        assertThat(improvements.findValuesAsText("kind")).containsExactly("equalize", "gptq", "bias-correction");
        JsonNode last = improvements.get(2);
        assertThat(last.get("layers").findValuesAsText("name")).hasSize(5).startsWith("conv1/Conv");
        JsonNode fc3 = last.get("layers").get(4);
        assertThat(fc3.get("output_sqnr_db_after").asDouble())
                .isGreaterThan(fc3.get("output_sqnr_db_before").asDouble());
        assertThat(last.get("top1_after").asDouble())
                .isEqualTo(ran.json().get("quantized").get("top1").asDouble());
        assertThat(last.get("top1_before").asDouble())
                .isEqualTo(improvements.get(1).get("top1_after").asDouble());
    }

    @Test
    void improvementsTellPeopleWhatTheyGained() {
        Ran ran = bitwright(
                "quantize",
                LENET,
                "--bits",
                3,
                "--data",
                IMAGES,
                "--limit",
                300,
                "--calibration",
                100,
                "--improve",
                "gptq");
        assertThat(ran.out()).contains("gptq:", "output SQNR dB", "conv1/Conv", "of 200 samples");
    }
}
