package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a chain; that the network computes the same along one that is followed is shown where it is equalized. */
class ChannelChainsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Clip", "Sigmoid", "Tanh", "Softmax"})
    void activationsThatDoNotScaleEndAChain(String activation) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w1", 3, 3)
                .weight("w2", 3, 3)
                .node("Gemm", "/one", "x w1", "h")
                .node(activation, "", "h", "a")
                .node("Gemm", "/two", "a w2", "y")
                .output("y", -1, 3)
                .open(folder);
        assertThat(ChannelChains.of(document, LayerOperations.of(document))).isEmpty();
    }

    @Test
    void aBranchEndsAChain() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w1", 3, 3)
                .weight("w2", 3, 3)
                .node("Gemm", "/one", "x w1", "h")
                .node("Relu", "", "h", "a")
                .node("Gemm", "/two", "a w2", "b")
                .node("Add", "", "a b", "y")
                .output("y", -1, 3)
                .open(folder);
        assertThat(ChannelChains.of(document, LayerOperations.of(document))).isEmpty();
    }

    @Test
    void aSharedBiasEndsAChain() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w1", 3, 3)
                .weight("w2", 3, 3)
                .weight("b", 3)
                .node("Gemm", "/one", "x w1 b", "h")
                .node("Gemm", "/two", "h w2 b", "y")
                .output("y", -1, 3)
                .open(folder);
        assertThat(ChannelChains.of(document, LayerOperations.of(document))).isEmpty();
    }
}
