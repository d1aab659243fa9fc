package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Preset;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.junit.jupiter.api.Test;

class ChangedWeightsTest {
    private static final WeightOverlay EQUALIZED =
            WeightOverlay.of("equalize", Map.of("w", new float[] {0.1f, -3}, "b", new float[] {1}));
    private static final WeightOverlay CORRECTED = WeightOverlay.corrected(
            "bias-correction", Optional.of(EQUALIZED), Map.of("b", new float[] {1}), Map.of("b", new float[] {
                Float.MIN_VALUE
            }));

    @Test
    void overlaysCorrectionsAndCodesComeBackAsTheyWere() throws Exception {
        Rounding codes = new Rounding.Assigned(AssignedCodes.of("adaround", new int[] {-8, 7}));
        for (WeightOverlay overlay : new WeightOverlay[] {EQUALIZED, CORRECTED}) {
            TensorConfig config = Preset.INT4_CHANNEL_MSE.config().withOverlay(Optional.of(overlay));
            TensorConfig assigned = new TensorConfig(
                    config.format(), config.granularity(), config.calibrator(), codes, config.overlay(), Map.of());
            JsonField read =
                    JsonField.parse(Path.of("x"), written(assigned).toString().getBytes(StandardCharsets.UTF_8));
            TensorConfig back = ConfigJson.read(read.get("layer"), ChangedWeights.read(read));
            assertThat(back).isEqualTo(assigned);
            assertThat(back.overlay().orElseThrow().uncorrected().keySet())
                    .isEqualTo(overlay.uncorrected().keySet());
            assertThat(back.baseOverlay()).contains(EQUALIZED);
        }
    }

    @Test
    void aChangedNumberIsNoticed() throws Exception {
        ObjectNode root = written(Preset.INT8_CHANNEL.config().withOverlay(Optional.of(CORRECTED)));
        ObjectNode uncorrected = (ObjectNode) root.at("/changed_weights/overlays/0/uncorrected/0");
        uncorrected.putArray("data").add("AAAAAA==");
        JsonField read = JsonField.parse(Path.of("x"), root.toString().getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> ChangedWeights.read(read))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("damaged");
    }

    private static ObjectNode written(TensorConfig config) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ChangedWeights changed = new ChangedWeights();
        ConfigJson.put(root.putObject("layer"), config, changed);
        changed.putTable(root);
        return root;
    }
}
