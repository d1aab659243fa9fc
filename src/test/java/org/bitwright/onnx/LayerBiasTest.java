package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.bitwright.model.Model;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerBiasTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"alpha=2.0, false", "beta=0.5, false", "alpha=1.0, true", "transB=0, true"})
    void aGemmThatScalesAddsNoBias(String attribute, boolean adds) throws IOException {
        Model model = OnnxDocument.open(OnnxModels.opset(13)
                        .input("x", -1, 2)
                        .weight("w", 2, 3)
                        .weight("b", 3)
                        .node("Gemm", "fc", "x w b", "y", attribute)
                        .output("y", -1, 3)
                        .write(folder.resolve("m.onnx")))
                .model();

        assertThat(model.layers().get(0).bias().isPresent()).isEqualTo(adds);
    }
}
