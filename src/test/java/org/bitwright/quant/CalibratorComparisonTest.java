package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

class CalibratorComparisonTest {
    private static final TensorConfig TWO_BITS =
            TensorConfig.of(NumberFormat.uniform(2, Scheme.NARROW), Granularity.TENSOR, Calibrator.minMax());

    /** 1000 values of ±0.1 and one of 1. */
    private final LayerWeights outlier = Layers.weights(outlier());

    @Test
    void everyPossibleCalibratorStandsBesideTheOthers() {
        CalibratorComparison comparison = compare(outlier, TWO_BITS);

        assertThat(comparison.results().stream().map(CalibratorResult::calibrator))
                .startsWith(
                        Calibrator.minMax(),
                        Calibrator.percentile(99.9),
                        Calibrator.percentile(99.99),
                        Calibrator.mse());
        // minmax: −1, 0, 1, so that all but the outlier become 0: 1000 · 0.1² = 10.
        CalibratorResult minmax = comparison.results().get(0);
        assertThat(minmax.ends()).isEqualTo(new CalibratorResult.Ends(-1, 1));
        assertThat(minmax.steps()).isEqualTo(new CalibratorResult.Ends(1, 1));
        assertThat(minmax.error().sumSquaredError()).isCloseTo(10, within(1e-4));
        assertThat(minmax.error().clipped()).isZero();
        // 99.9: of 1001 magnitudes at place 999 the last of the 0.1, so that the outlier is clipped by 0.9.
        CalibratorResult percentile = comparison.results().get(1);
        assertThat(percentile.ends(0)).isEqualTo(new CalibratorResult.Ends(-0.1f, 0.1f));
        assertThat(percentile.error().sumSquaredError()).isCloseTo(0.81, within(1e-6));
        assertThat(percentile.error().maxError()).isCloseTo(0.9, within(1e-6));
        assertThat(percentile.error().clippedShare()).isCloseTo(1 / 1001.0, within(1e-12));
        // 1001 values at 2 bits are 251 bytes, and 4 for the scale.
        assertThat(percentile.bytes()).isEqualTo(255);
        assertThat(comparison.best().calibrator()).isEqualTo(Calibrator.mse());
        assertThat(comparison.present()).isEqualTo(minmax);
    }

    @Test
    void theOwnPercentileOfALayerIsAmongThem() {
        CalibratorComparison comparison = compare(outlier, TWO_BITS.withCalibrator(Calibrator.percentile(99.95)));

        assertThat(comparison.results().stream().map(CalibratorResult::calibrator))
                .containsSubsequence(
                        Calibrator.percentile(99.9), Calibrator.percentile(99.95), Calibrator.percentile(99.99));
        assertThat(comparison.present().calibrator()).isEqualTo(Calibrator.percentile(99.95));
    }

    @Test
    void rangesSetByHandStandLast() {
        TensorConfig byHand = TWO_BITS.withManual(0, ManualGrid.ofRange(new Range(-0.5f, 0.5f)));

        CalibratorComparison comparison = compare(outlier, byHand);

        List<CalibratorResult> results = comparison.results();
        CalibratorResult last = results.get(results.size() - 1);
        assertThat(last.isAsItStands()).isTrue();
        assertThat(last.ends()).isEqualTo(new CalibratorResult.Ends(-0.5f, 0.5f));
        assertThat(comparison.present()).isEqualTo(last);
        assertThat(results.subList(0, results.size() - 1))
                .noneMatch(CalibratorResult::isAsItStands)
                .noneMatch(result -> result.config().isHandMade());
    }

    @Test
    void aFormatWithItsOwnScaleSaysWhyThereIsNothingToChoose() {
        TensorConfig binary = TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax());

        CalibratorComparison comparison = compare(outlier, binary);

        assertThat(comparison.results()).hasSize(1);
        assertThat(comparison.impossible())
                .containsEntry(Calibrator.mse(), FormatRules.Obstacle.SCALE_BY_DEFINITION)
                .containsEntry(Calibrator.percentile(99.9), FormatRules.Obstacle.SCALE_BY_DEFINITION);
    }

    @Test
    void channelsHaveTheirOwnEndsAndErrors() {
        LayerWeights two = Layers.weights(0, new long[] {2, 3}, 1f, -1f, 0.5f, 8f, -2f, 0f);

        CalibratorResult minmax = compare(two, TWO_BITS.withGranularity(Granularity.CHANNEL))
                .results()
                .get(0);

        assertThat(minmax.ends(0)).isEqualTo(new CalibratorResult.Ends(-1, 1));
        assertThat(minmax.ends(1)).isEqualTo(new CalibratorResult.Ends(-8, 8));
        assertThat(minmax.ends()).isEqualTo(new CalibratorResult.Ends(-8, 8));
        assertThat(minmax.steps()).isEqualTo(new CalibratorResult.Ends(1, 8));
        // 0.5 is a tie, to the even 0; −2 becomes 0.
        assertThat(minmax.error(0).sumSquaredError()).isEqualTo(0.25);
        assertThat(minmax.error(1).sumSquaredError()).isEqualTo(4);
    }

    @Test
    void itCanBeCancelledAndTellsHowFarItIs() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        assertThatThrownBy(() -> CalibratorComparison.of(outlier, TWO_BITS, new Progress(), cancelled))
                .isInstanceOf(CancellationException.class);

        Progress progress = new Progress();
        CalibratorComparison.of(outlier, TWO_BITS, progress, CancelToken.none());
        assertThat(progress.fraction()).isEqualTo(1);
    }

    private static CalibratorComparison compare(LayerWeights weights, TensorConfig config) {
        return CalibratorComparison.of(weights, config, new Progress(), CancelToken.none());
    }

    private static float[] outlier() {
        float[] values = new float[1001];
        for (int i = 0; i < 1000; i++) {
            values[i] = i % 2 == 0 ? 0.1f : -0.1f;
        }
        values[1000] = 1;
        return values;
    }
}
