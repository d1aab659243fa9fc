package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldConstantsTest {
    @TempDir
    Path folder;

    @Test
    void aFoldedNormalizationKeepsItsGainMeanAndVariance() throws IOException {
        QuantConfig folded = overlaid(Map.of("gain", new float[] {1, 1}, "mean", new float[2]));

        assertThat(HeldConstants.of(model(), folded)).containsExactly("gain", "mean", "variance");
    }

    @Test
    void othersAreTrained() throws IOException {
        assertThat(HeldConstants.of(model(), QuantConfig.empty())).isEmpty();
        assertThat(HeldConstants.of(model(), overlaid(Map.of("gain", new float[] {1, 2}, "mean", new float[2]))))
                .isEmpty();
        assertThat(HeldConstants.of(model(), overlaid(Map.of("gain", new float[] {1, 1}))))
                .isEmpty();
    }

    private static QuantConfig overlaid(Map<String, float[]> values) {
        return QuantConfig.empty()
                .with(
                        "conv",
                        TensorConfig.unquantized()
                                .withOverlay(Optional.of(WeightOverlay.of("normalization fold", values))));
    }

    private Model model() throws IOException {
        return OnnxModels.opset(13)
                .input("x", -1, 1, 4, 4)
                .weight("w", new float[2], 2, 1, 1, 1)
                .weight("gain", new float[2], 2)
                .weight("shift", new float[2], 2)
                .weight("mean", new float[2], 2)
                .weight("variance", new float[] {1, 1}, 2)
                .node("Conv", "conv", "x w", "c")
                .node("BatchNormalization", "norm", "c gain shift mean variance", "y")
                .output("y", -1, 2, 4, 4)
                .open(folder)
                .model();
    }
}
