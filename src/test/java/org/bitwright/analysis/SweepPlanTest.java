package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
    private static final SweepSeries INT = series(FormatFamily.INT);
    private static final SweepSeries CODEBOOK = series(FormatFamily.CODEBOOK);
    private static final SweepSeries FP8 = series(FormatFamily.FP8_E4M3);

    @Test
    void integersAndCodebooksAreMeasuredAtThePlannedWidthsThatTheyHave() {
        assertThat(INT.widths(List.of(1, 4, 12))).containsExactly(1, 4, 12);
        assertThat(CODEBOOK.widths(List.of(1, 4, 12))).containsExactly(1, 4);
        assertThat(INT.isDot()).isFalse();
        assertThat(CODEBOOK.isDot()).isFalse();
    }

    @Test
    void aFormatOfOneWidthIsADotWhateverWidthsArePlanned() {
        assertThat(FP8.isDot()).isTrue();
        assertThat(FP8.widths(List.of(2, 3))).containsExactly(8);
        SweepPlan plan = new SweepPlan(List.of(FP8, INT), List.of(3, 2), List.of(), QuantConfig.empty());
        assertThat(plan.widths()).containsExactly(2, 3, 8);
    }

    @Test
    void entropyEndsWhereItIsOffered() {
        SweepSeries entropy = new SweepSeries(Granularity.TENSOR, Calibrator.entropy(), Scheme.SYMMETRIC);
        assertThat(entropy.widths(List.of(8, 9, 10, 16))).containsExactly(8, 9);
    }

    @Test
    void activationsHaveNoSingleBit() {
        SweepSeries activations = SweepSeries.ofActivations(FormatFamily.INT, ActivationSeries.usual());
        SweepSeries both = INT.with(new ActivationSeries(Scheme.SYMMETRIC, Calibrator.entropy()));
        assertThat(activations.widths(List.of(1, 2, 16))).containsExactly(2, 16);
        assertThat(both.widths(List.of(1, 2, 9, 10))).containsExactly(2, 9);
        assertThat(activations.at(4)).isEqualTo(TensorConfig.unquantized());
        assertThat(activations.activationAt(4))
                .isEqualTo(
                        ActivationConfig.ofStatic(new NumberFormat.Uniform(4, Scheme.ASYMMETRIC), Calibrator.minMax()));
        assertThat(both.at(4)).isEqualTo(INT.at(4));
        assertThat(INT.activationAt(4)).isEqualTo(ActivationConfig.unquantized());
    }

    @Test
    void whatAPartDoesNotHaveMakesNoDifference() {
        ActivationSeries mse = new ActivationSeries(Scheme.SYMMETRIC, Calibrator.mse());
        assertThat(new SweepSeries(
                        FormatFamily.INT,
                        Granularity.CHANNEL,
                        Calibrator.mse(),
                        Scheme.NARROW,
                        SweptPart.ACTIVATIONS,
                        mse))
                .isEqualTo(SweepSeries.ofActivations(FormatFamily.INT, mse));
        assertThat(new SweepSeries(
                        FormatFamily.INT,
                        Granularity.TENSOR,
                        Calibrator.minMax(),
                        Scheme.SYMMETRIC,
                        SweptPart.WEIGHTS,
                        mse))
                .isEqualTo(INT);
    }

    @Test
    void activationsNeedAFormatWithARange() {
        assertThatThrownBy(() -> CODEBOOK.with(ActivationSeries.usual()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("codebook");
    }

    @Test
    void floatIsNoSeries() {
        assertThatThrownBy(() ->
                        new SweepPlan(List.of(series(FormatFamily.FLOAT)), List.of(8), List.of(), QuantConfig.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SweepSeries series(FormatFamily family) {
        return new SweepSeries(family, Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    }
}
