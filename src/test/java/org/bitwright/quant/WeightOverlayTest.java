package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightOverlayTest {
    private static final Map<String, float[]> BEFORE = Map.of("b", new float[] {1});
    private static final Map<String, float[]> AFTER = Map.of("b", new float[] {2});
    private static final WeightOverlay EQUALIZED =
            WeightOverlay.of("equalize", Map.of("w", new float[] {3}, "b", new float[] {1}));

    @Test
    void aCorrectionOfTheModelsOwnConstantsLeavesNothingBehind() {
        WeightOverlay corrected = WeightOverlay.corrected("bias-correction", Optional.empty(), BEFORE, AFTER);
        assertThat(corrected.origin()).isEqualTo("bias-correction");
        assertThat(corrected.values().get("b")).containsExactly(2);
        assertThat(corrected.beforeCorrection()).isEmpty();
    }

    @Test
    void aCorrectionOfAnOverlayLeavesTheOverlay() {
        WeightOverlay corrected = WeightOverlay.corrected("bias-correction", Optional.of(EQUALIZED), BEFORE, AFTER);
        assertThat(corrected.origin()).isEqualTo("equalize+bias-correction");
        assertThat(corrected.values().get("w")).containsExactly(3);
        assertThat(corrected.beforeCorrection()).contains(EQUALIZED);
        assertThat(EQUALIZED.beforeCorrection()).contains(EQUALIZED);
    }

    @Test
    void theSameValuesCorrectedOrNotAreDifferentOverlays() {
        WeightOverlay corrected = WeightOverlay.corrected("x", Optional.empty(), BEFORE, AFTER);
        assertThat(corrected).isNotEqualTo(WeightOverlay.of("x", AFTER));
        assertThat(corrected).isEqualTo(WeightOverlay.of("x", AFTER, BEFORE));
    }

    /** It was measured for the quantized weights as they were. */
    @Test
    void anEditOfTheQuantizationTakesTheCorrectionBack() {
        WeightOverlay corrected = WeightOverlay.corrected("bias-correction", Optional.of(EQUALIZED), BEFORE, AFTER);
        TensorConfig config = Preset.INT8_CHANNEL.config().withOverlay(Optional.of(corrected));
        assertThat(config.overlay()).contains(corrected);
        assertThat(config.baseOverlay()).contains(EQUALIZED);
        assertThat(config.withFormat(NumberFormat.uniform(4, Scheme.SYMMETRIC)).overlay())
                .contains(EQUALIZED);
        assertThat(config.withGranularity(Granularity.TENSOR).overlay()).contains(EQUALIZED);
        assertThat(config.withCalibrator(Calibrator.mse()).overlay()).contains(EQUALIZED);
        assertThat(config.withManual(0, ManualGrid.ofRange(new Range(-1, 1))).overlay())
                .contains(EQUALIZED);
        assertThat(config.withRounding(Rounding.stochastic(1)).overlay()).contains(EQUALIZED);
        assertThat(config.withRounding(Rounding.HALF_EVEN)).isEqualTo(config);
    }
}
