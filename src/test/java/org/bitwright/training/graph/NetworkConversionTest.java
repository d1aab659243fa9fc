package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bitwright.onnx.OnnxDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConversionTest {
    private static final Path SAMPLES = Path.of("sample-models");

    @ParameterizedTest
    @ValueSource(strings = {"simple-model", "lenet-300-100", "lenet5", "residual", "depthwise", "vit"})
    void givesWhatOnnxRuntimeGives(String name) throws Exception {
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));

        assertThat(NetworkConversion.obstacles(document)).isEmpty();
        OnnxRuntimeParity.assertParity(document, 3);
    }
}
