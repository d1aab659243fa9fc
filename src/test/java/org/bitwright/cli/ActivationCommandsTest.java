package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.quant.target.NetworkPreset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationCommandsTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String IMAGES = "sample-models/mnist/t10k-images-idx3-ubyte.gz";
    private static final String CALIBRATION = "sample-models/mnist/calibration-images-idx3-ubyte.gz";

    @TempDir
    private Path folder;

    private static JsonNode quantized(Object... options) throws IOException {
        List<Object> all = new ArrayList<>(
                List.of("quantize", LENET, "--json", "--calibration-data", CALIBRATION, "--calibration", 50));
        all.addAll(List.of(options));
        Ran ran = bitwright(all.toArray());
        assertThat(ran.err()).isEmpty();
        return ran.json();
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(node -> names.add(node.get("name").asText()));
        return names;
    }

    @Test
    void activationBitsQuantizeWhatIsUsuallyQuantized() throws IOException {
        JsonNode json = quantized("--activation-bits", 8, "--granularity", "channel");

        assertThat(json.get("target").asText()).isEqualTo("ort-cpu");
        assertThat(names(json.get("activations")))
                .containsExactly(
                        "input",
                        "/Relu_output_0",
                        "/pool/MaxPool_output_0",
                        "/Relu_1_output_0",
                        "/pool_1/MaxPool_output_0",
                        "/Flatten_output_0",
                        "/Relu_2_output_0",
                        "/Relu_3_output_0");
        JsonNode input = json.get("activations").get(0);
        // images of 0 … 255 at scale 1/255: 0 … 1 in 255 steps
        assertThat((float) input.get("scale").asDouble()).isEqualTo(1 / 255f);
        assertThat(input.get("zero_point").asInt()).isZero();
        assertThat(input.get("place").asText()).isEqualTo("rounded");
        assertThat(json.get("activations").get(1).get("sqnr_db_estimate").asDouble())
                .isBetween(30.0, 60.0);
        assertThat(json.get("activations").get(2).get("place").asText()).isEqualTo("carried");
        assertThat(json.get("violations")).isEmpty();
        assertThat(json.get("rules").findValuesAsText("rule")).contains("relu_folded", "integer_bias", "saturation");
    }

    @Test
    void accuracyIsThatOfRoundedActivations() throws IOException {
        JsonNode eight = quantized("--preset", "float", "--activation-bits", 8, "--data", IMAGES, "--limit", 200);
        JsonNode two = quantized("--preset", "float", "--activation-bits", 2, "--data", IMAGES, "--limit", 200);

        assertThat(eight.get("output_sqnr_db").asDouble()).isGreaterThan(30);
        assertThat(two.get("output_sqnr_db").asDouble()).isLessThan(15);
        assertThat(two.get("violations").findValuesAsText("text"))
                .contains("'input' is uint2 (0 … 3), and the target needs uint8 or int8");
    }

    @Test
    void setChoosesForActivationsByName() throws IOException {
        JsonNode json = quantized(
                "--preset",
                "w8a8",
                "--set",
                "/Relu_?_output_0:activation-bits=6,activation-calibrator=mse",
                "--set",
                "input:activation-format=float",
                "--set",
                "/Relu_output_0:activation-min=0,activation-max=2.55",
                "--target",
                "none");

        assertThat(names(json.get("activations"))).doesNotContain("input").contains("/Relu_output_0");
        for (JsonNode activation : json.get("activations")) {
            String name = activation.get("name").asText();
            if (name.matches("/Relu_\\d_output_0")) {
                assertThat(activation.get("bits").asInt()).isEqualTo(6);
                assertThat(activation.get("calibrator").asText()).isEqualTo("mse");
            } else if (name.equals("/Relu_output_0")) {
                assertThat((float) activation.get("scale").asDouble()).isEqualTo(0.01f);
                assertThat(activation.get("hand_made").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void dynamicActivationsNeedNoCalibrationData() throws IOException {
        Ran ran = bitwright("quantize", LENET, "--json", "--activation-mode", "dynamic");

        assertThat(ran.status()).isZero();
        assertThat(names(ran.json().get("activations")))
                .containsExactly(
                        "input", "/pool/MaxPool_output_0", "/Flatten_output_0", "/Relu_2_output_0", "/Relu_3_output_0");
        assertThat(ran.json().get("activations").findValuesAsText("mode")).containsOnly("dynamic");
    }

    @Test
    void staticActivationsWithoutCalibrationDataAreExplained() {
        Ran ran = bitwright("quantize", LENET, "--preset", "w8a8");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("The ranges of activations come from calibration data, and there are none");
    }

    @Test
    void whatContradictsItselfIsWrongUsage() {
        assertThat(wrong("--activation-mode", "dynamic", "--activation-bits", 4))
                .contains("dynamic activations are asymmetric integers of 8 bits");
        assertThat(wrong("--activation-calibrator", "article")).contains("minmax, average, percentile:P");
        assertThat(wrong("--activation-format", "nf4")).contains("float, integers or 8-bit floats");
        assertThat(wrong("--activation-bits", 12, "--activation-calibrator", "entropy"))
                .contains("up to 9 bits");
        assertThat(wrong("--target", "gpu")).contains("none, ort-cpu, tensorrt, tflm");
        assertThat(wrong("--set", "nothing:activation-bits=8")).contains("no activation matches 'nothing'");
    }

    private static String wrong(Object... options) {
        List<Object> all = new ArrayList<>(List.of("quantize", LENET));
        all.addAll(List.of(options));
        Ran ran = bitwright(all.toArray());
        assertThat(ran.status()).isEqualTo(2);
        return ran.err();
    }

    @Test
    void aConfigurationBringsActivationsBackWithoutCalibrationData() throws IOException {
        Path file = folder.resolve("w8a8.json");
        JsonNode written = quantized("--preset", "w8a8-tflite", "--export", "config=" + file);

        Ran ran = bitwright("quantize", LENET, "--json", "--config", file);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.json().get("target").asText()).isEqualTo("tflm");
        assertThat(scales(ran.json())).isEqualTo(scales(written));
    }

    private static List<String> scales(JsonNode json) {
        List<String> scales = new ArrayList<>();
        json.get("activations")
                .forEach(node -> scales.add(node.get("name") + " " + node.get("scale") + " " + node.get("zero_point")));
        return scales;
    }

    @Test
    void everyPresetOfANetworkIsOffered() {
        String help = bitwright("quantize", "--help").out().replaceAll("\\s+", " ");

        for (NetworkPreset preset : NetworkPreset.values()) {
            assertThat(help).contains(preset.id());
            assertThat(PresetOption.NETWORKS.split(", ")).contains(preset.id());
        }
    }

    @Test
    void inspectListsActivationsOnDemand() throws IOException {
        assertThat(bitwright("inspect", LENET, "--json").json().has("activations"))
                .isFalse();

        JsonNode activations =
                bitwright("inspect", LENET, "--json", "--activations").json().get("activations");

        assertThat(activations).hasSize(13);
        assertThat(activations.get(1).get("producer").asText()).isEqualTo("conv1/Conv");
        assertThat(activations.get(1).get("consumers").get(0).asText()).isEqualTo("Relu");
    }
}
