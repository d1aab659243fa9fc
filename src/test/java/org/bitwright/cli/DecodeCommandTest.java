package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.cli.Ran.bitwright;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coded weights, written by {@code --export huffman} and put back by {@code decode}. */
class DecodeCommandTest {
    private static final String LENET = "sample-models/lenet5.onnx";
    private static final String WEIGHTS = "sample-models/model.pth";

    @TempDir
    private Path folder;

    @Test
    void deepCompressionIsWrittenAndReadBack() throws IOException {
        Path coded = folder.resolve("small.bwh");
        Path simulated = folder.resolve("simulated.onnx");
        JsonNode quantized = bitwright(
                        "quantize",
                        LENET,
                        "--json",
                        "--format",
                        "codebook",
                        "--bits",
                        4,
                        "--granularity",
                        "tensor",
                        "--export",
                        "huffman=" + coded,
                        "--export",
                        "simulated=" + simulated)
                .json();
        JsonNode inspected = bitwright("inspect", coded, "--json").json();
        assertThat(inspected.get("model").get("file").asText()).isEqualTo("lenet5.onnx");
        assertThat(inspected.get("tensors")).hasSize(5);
        long sum = inspected.get("header_bytes").asLong();
        for (int i = 0; i < 5; i++) {
            long bytes = inspected.get("tensors").get(i).get("bytes").asLong();
            assertThat(quantized.get("layers").get(i).get("entropy_bytes").asLong())
                    .isEqualTo(bytes);
            sum += bytes + 4;
        }
        assertThat(Files.size(coded)).isEqualTo(sum);
        assertThat(bitwright("inspect", coded).out())
                .contains("coded weights of lenet5.onnx", "conv1/Conv", "codebook");

        Path decoded = folder.resolve("decoded.onnx");
        assertThat(bitwright("decode", LENET, "--from", coded, "--out", decoded).status())
                .isZero();
        assertThat(decoded).hasSameBinaryContentAs(simulated);
    }

    @Test
    void codedWeightsWithoutANetworkAreAStateDict() {
        Path coded = folder.resolve("small.bwh");
        Path exported = folder.resolve("exported.pth");
        assertThat(bitwright(
                                "quantize",
                                WEIGHTS,
                                "--bits",
                                4,
                                "--export",
                                "huffman=" + coded,
                                "--export",
                                "pth=" + exported)
                        .status())
                .isZero();
        Path decoded = folder.resolve("decoded.pth");
        assertThat(bitwright("decode", WEIGHTS, "--from", coded, "--out", decoded)
                        .status())
                .isZero();
        assertThat(decoded).hasSameBinaryContentAs(exported);
        Ran wrong = bitwright("decode", WEIGHTS, "--from", coded, "--out", folder.resolve("decoded.onnx"));
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.err()).contains(".pth or .safetensors, not as 'decoded.onnx'");
    }

    @Test
    void codedWeightsOfAJoinedNetworkArePutBackIntoIt() {
        Path coded = folder.resolve("small.bwh");
        Path simulated = folder.resolve("simulated.onnx");
        Path decoded = folder.resolve("decoded.onnx");
        String stack = "fc1.weight,relu,fc2.weight";
        assertThat(bitwright(
                                "quantize",
                                WEIGHTS,
                                "--stack",
                                stack,
                                "--bits",
                                4,
                                "--export",
                                "huffman=" + coded,
                                "--export",
                                "simulated=" + simulated)
                        .status())
                .isZero();
        assertThat(bitwright("decode", WEIGHTS, "--stack", stack, "--from", coded, "--out", decoded)
                        .status())
                .isZero();
        assertThat(decoded).hasSameBinaryContentAs(simulated);
        Ran other = bitwright(
                "decode",
                WEIGHTS,
                "--stack",
                "fc1.weight,fc2.weight",
                "--from",
                coded,
                "--out",
                folder.resolve("other.onnx"));
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("another model");
    }

    @Test
    void codedWeightsOfAnotherModelAreRefused() {
        Path coded = folder.resolve("small.bwh");
        bitwright("quantize", LENET, "--export", "huffman=" + coded);
        Ran ran = bitwright(
                "decode", "sample-models/depthwise.onnx", "--from", coded, "--out", folder.resolve("out.onnx"));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("small.bwh", "another model, lenet5.onnx");
        assertThat(folder.resolve("out.onnx")).doesNotExist();
        Ran over = bitwright("decode", LENET, "--from", coded, "--out", coded);
        assertThat(over.status()).isEqualTo(1);
        assertThat(over.err()).contains("another name");
    }
}
