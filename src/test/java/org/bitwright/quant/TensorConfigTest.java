package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a choice keeps when another one changes. */
class TensorConfigTest {
    private static final NumberFormat INT8 = NumberFormat.uniform(8, Scheme.SYMMETRIC);
    private static final NumberFormat MXFP4 = new NumberFormat.Microscaling(FloatType.E2M1);
    private static final TensorConfig CHANNELS = TensorConfig.of(INT8, Granularity.CHANNEL, Calibrator.mse());

    @Test
    void whatHasNoMeaningForAFormatBecomesItsUsualChoice() {
        TensorConfig mx =
                CHANNELS.withRounding(Rounding.of(Rounding.Direction.FLOOR)).withFormat(MXFP4);
        assertThat(mx.granularity()).isEqualTo(Granularity.group(32));
        assertThat(mx.calibrator()).isEqualTo(Calibrator.minMax());
        assertThat(mx.rounding()).isEqualTo(Rounding.of(Rounding.Direction.FLOOR));
        assertThat(CHANNELS.withRounding(Rounding.stochastic(1))
                        .withFormat(new NumberFormat.Nf4())
                        .rounding())
                .isEqualTo(Rounding.HALF_EVEN);
        assertThat(CHANNELS.withFormat(new NumberFormat.HalfFloat(FloatType.FLOAT16, false))
                        .granularity())
                .isEqualTo(Granularity.TENSOR);
    }

    @Test
    void nf4StartsInItsBlocksAndMayBeChangedAfterwards() {
        TensorConfig nf4 = CHANNELS.withFormat(new NumberFormat.Nf4());
        assertThat(nf4.granularity()).isEqualTo(Granularity.group(64));
        assertThat(nf4.withGranularity(Granularity.CHANNEL).withFormat(new NumberFormat.Nf4()))
                .isEqualTo(nf4.withGranularity(Granularity.CHANNEL));
    }

    @Test
    void handMadeRangesStayWhileTheyHaveAMeaning() {
        TensorConfig made = CHANNELS.withManual(3, ManualGrid.ofRange(new Range(-1, 1)));
        NumberFormat fp8 = new NumberFormat.Minifloat(FloatType.E4M3FN);
        assertThat(made.withFormat(fp8).manual()).isEqualTo(made.manual());
        assertThat(made.withFormat(NumberFormat.binary()).manual()).isEmpty();
        assertThat(made.withGranularity(Granularity.group(32)).manual()).isEmpty();
    }

    @Test
    void assignedCodesEndWithTheirGrid() {
        Rounding assigned = new Rounding.Assigned(AssignedCodes.of("adaround", new int[] {1, 2}));
        TensorConfig rounded = CHANNELS.withRounding(assigned);
        WeightOverlay overlay = WeightOverlay.of("equalization", Map.of("w", new float[] {1, 2}));
        assertThat(rounded.withFormat(INT8).rounding()).isEqualTo(assigned);
        assertThat(rounded.withFormat(NumberFormat.uniform(4, Scheme.SYMMETRIC)).rounding())
                .isEqualTo(Rounding.HALF_EVEN);
        assertThat(rounded.withGranularity(Granularity.TENSOR).rounding()).isEqualTo(Rounding.HALF_EVEN);
        assertThat(rounded.withCalibrator(Calibrator.minMax()).rounding()).isEqualTo(Rounding.HALF_EVEN);
        assertThat(rounded.withManual(0, ManualGrid.ofRange(new Range(-1, 1))).rounding())
                .isEqualTo(Rounding.HALF_EVEN);
        assertThat(rounded.withOverlay(Optional.of(overlay)).rounding()).isEqualTo(Rounding.HALF_EVEN);
    }

    @Test
    void changedWeightsAreEqualByWhatTheyHold() {
        WeightOverlay one = WeightOverlay.of("equalization", Map.of("w", new float[] {1, 2}));
        WeightOverlay same = WeightOverlay.of("equalization", Map.of("w", new float[] {1, 2}));
        WeightOverlay other = WeightOverlay.of("equalization", Map.of("w", new float[] {1, 3}));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        assertThat(AssignedCodes.of("gptq", new int[] {1}))
                .isEqualTo(AssignedCodes.of("gptq", new int[] {1}))
                .isNotEqualTo(AssignedCodes.of("gptq", new int[] {2}));
    }
}
