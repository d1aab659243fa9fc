package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationCalibrationTest {
    private static final NumberFormat.Uniform INT8 = new NumberFormat.Uniform(8, Scheme.SYMMETRIC);
    private static final NumberFormat.Uniform UINT8 = new NumberFormat.Uniform(8, Scheme.ASYMMETRIC);

    @Test
    void minmaxCoversAllValues() {
        Grid grid = ActivationCalibration.grid(statistics(-1f, 0f, 3f), UINT8, Calibrator.minMax());
        assertThat(grid).isEqualTo(UINT8.grid(new Range(-1, 3)));
        assertThat(ActivationCalibration.grid(statistics(-1f, 0f, 3f), INT8, Calibrator.minMax()))
                .isEqualTo(INT8.grid(new Range(-3, 3)));
    }

    @Test
    void movingAverageTakesTheAveragedEnds() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        EdgeTally.Scratch scratch = new EdgeTally.Scratch();
        for (float end : new float[] {1, 2}) {
            tally.add(FloatBuffer.wrap(new float[] {0, end}), new long[] {2}, 0, scratch);
            tally.endRound();
        }
        Grid grid = ActivationCalibration.grid(tally.statistics(), UINT8, Calibrator.movingAverage());
        assertThat(grid.step()).isCloseTo(1.1f / 255, within(1e-8f));
    }

    /** 0 … 1000 in steps of 1: 98 % leaves 1 % on each side, 10 and 990 by numpy's rule. */
    @Test
    void percentilesAreInterpolatedWithinBins() {
        float[] values = new float[1001];
        for (int i = 0; i <= 1000; i++) {
            values[i] = i - 200;
        }
        Grid asymmetric = ActivationCalibration.grid(statistics(values), UINT8, Calibrator.percentile(98));
        assertThat(asymmetric.step()).isCloseTo(980f / 255, within(0.01f / 255));
        // |x|: 1 … 200 come twice, so 950 of the 1001 sorted places reach 800 − 50.
        Grid symmetric = ActivationCalibration.grid(statistics(values), INT8, Calibrator.percentile(95));
        assertThat(symmetric.step()).isCloseTo(750f / 127, within(0.01f / 127));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1", "50, 2", "90, 3", "99.9, 4", "99.999, 5"})
    void percentilesAgreeWithSortedValues(double percent, long seed) {
        float[] values = rectified(30_000, seed, -0.3);
        float[] magnitudes = values.clone();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        EdgeStatistics statistics = statistics(values);
        double tail = (100 - percent) / 2;
        float[] exact = OrderStatistics.percentiles(values, false, CancelToken.none(), tail, 100 - tail);
        float[] exactMagnitude = OrderStatistics.percentiles(magnitudes, true, CancelToken.none(), percent);
        HistogramOrder order = new HistogramOrder(statistics.histogram());
        double tolerance = 2 * statistics.histogram().binWidth();
        assertThat(order.percentile(tail)).isCloseTo(exact[0], within((float) tolerance));
        assertThat(order.percentile(100 - tail)).isCloseTo(exact[1], within((float) tolerance));
        assertThat(new HistogramOrder(HistogramFold.magnitudes(statistics.histogram())).percentile(percent))
                .isCloseTo(exactMagnitude[0], within((float) tolerance));
    }

    @Test
    void percentilesNeverLeaveTheValues() {
        float[] values = {-0.7f, 0.1f, 0.2f, 5.3f};
        HistogramOrder order = new HistogramOrder(statistics(values).histogram());
        assertThat(order.percentile(0)).isEqualTo(-0.7f);
        assertThat(order.percentile(100)).isEqualTo(5.3f);
        assertThat(order.percentile(50)).isCloseTo(0.15f, within(1e-3f));
        assertThat(ActivationCalibration.grid(statistics(values), UINT8, Calibrator.percentile(100)))
                .isEqualTo(ActivationCalibration.grid(statistics(values), UINT8, Calibrator.minMax()));
        assertThat(ActivationCalibration.grid(statistics(-3f, -2f), INT8, Calibrator.percentile(100))
                        .step())
                .isEqualTo(3f / 127);
    }

    /** Half zeros, so that the median of all values is 0 and that of the others is not. */
    @Test
    void zerosCountInPercentiles() {
        float[] values = new float[1000];
        for (int i = 500; i < 1000; i++) {
            values[i] = 1 + (i - 500) / 500f;
        }
        HistogramOrder order = new HistogramOrder(statistics(values).histogram());
        assertThat(order.percentile(49.9)).isZero();
        assertThat(order.percentile(75)).isCloseTo(1.5f, within(2e-3f));
    }

    /** By every clip and by exact errors: no grid of the format is better by more than the estimate may be off. */
    @ParameterizedTest
    @CsvSource({"2, 0.9", "4, 0.9", "8, 1.001"})
    void mseIsAsGoodAsTheBestClipOfAll(int bits, double shareOfMinmax) {
        float[] values = rectified(20_000, 6, 0);
        values[5] = 30;
        EdgeStatistics statistics = statistics(values);
        NumberFormat.Uniform format = new NumberFormat.Uniform(bits, Scheme.ASYMMETRIC);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= 2000; i++) {
            least = Math.min(least, exact(values, format.grid(new Range(0, 30f * i / 2000))));
        }
        double found = exact(values, ActivationCalibration.grid(statistics, format, Calibrator.mse()));
        assertThat(found).isLessThan(1.02 * least);
        assertThat(found).isLessThan(shareOfMinmax * exact(values, format.grid(new Range(0, 30))));
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void mseIsNeverWorseThanMinmax(Scheme scheme) {
        for (int bits = 2; bits <= 16; bits++) {
            for (float[] values : List.of(rectified(3_000, 8, -1), new float[] {1, 2, 3}, new float[] {-5, -5})) {
                EdgeStatistics statistics = statistics(values);
                NumberFormat.Uniform format = new NumberFormat.Uniform(bits, scheme);
                Grid mse = ActivationCalibration.grid(statistics, format, Calibrator.mse());
                Grid minmax = ActivationCalibration.grid(statistics, format, Calibrator.minMax());
                assertThat(statistics.estimate(mse).sumSquaredError())
                        .isLessThanOrEqualTo(statistics.estimate(minmax).sumSquaredError());
            }
        }
    }

    /** 4 bits reach 7 steps: a step of 1/4 covers 1.05; one of 1/8 ends at 0.875 and costs less all the same. */
    @Test
    void powersOfTwoAreChosenBySquaredError() {
        float[] values = new float[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 2 == 0 ? 0.9f : -0.9f) * (i % 1000) / 1000f;
        }
        values[7] = 1.05f;
        assertThat(exact(values, new UniformGrid(0.125f, 0, -8, 7)))
                .isLessThan(exact(values, new UniformGrid(0.25f, 0, -8, 7)));
        NumberFormat.Uniform format = new NumberFormat.Uniform(4, Scheme.POWER_OF_TWO);
        assertThat(ActivationCalibration.grid(statistics(values), format, Calibrator.minMax()))
                .isEqualTo(new UniformGrid(0.125f, 0, -8, 7));
    }

    /** The search of weights on the same values. */
    @ParameterizedTest
    @EnumSource(
            value = Scheme.class,
            names = {"SYMMETRIC", "ASYMMETRIC"})
    void entropyFindsTheRangeThatWeightsWouldHave(Scheme scheme) {
        float[] values = rectified(50_000, 10, -5);
        values[3] = 40;
        NumberFormat.Uniform format = new NumberFormat.Uniform(8, scheme);
        EdgeStatistics statistics = statistics(values);
        Range exact = EntropySearch.range(values, statistics.range(), format, CancelToken.none());
        Grid found = ActivationCalibration.grid(statistics, format, Calibrator.entropy());
        assertThat(found.step())
                .isCloseTo(
                        format.grid(exact).step(),
                        within(0.1f * format.grid(exact).step()));
        assertThat(found.step())
                .isLessThan(0.9f * format.grid(statistics.range()).step());
    }

    @Test
    void entropyIsRefusedBeyondNineBits() {
        EdgeStatistics statistics = statistics(rectified(2_000, 1, 0));
        assertThatThrownBy(() -> ActivationCalibration.grid(
                        statistics, new NumberFormat.Uniform(10, Scheme.SYMMETRIC), Calibrator.entropy()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 bits");
    }

    @Test
    void nothingAndNothingButZeroHaveTheScaleOne() {
        EdgeStatistics empty = new EdgeTally("a", OptionalInt.empty()).statistics();
        for (EdgeStatistics statistics :
                List.of(empty, statistics(0, 0, -0f), statistics(Float.NaN, Float.POSITIVE_INFINITY))) {
            for (Calibrator calibrator : List.of(
                    Calibrator.minMax(),
                    Calibrator.movingAverage(),
                    Calibrator.percentile(99.9),
                    Calibrator.mse(),
                    Calibrator.entropy())) {
                for (Scheme scheme : Scheme.values()) {
                    NumberFormat.Uniform format = new NumberFormat.Uniform(8, scheme);
                    assertThat(ActivationCalibration.grid(statistics, format, calibrator)
                                    .step())
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void eightBitFloatsAreCalibratedToo() {
        NumberFormat.Minifloat format = new NumberFormat.Minifloat(FloatType.E4M3FN);
        EdgeStatistics statistics = statistics(rectified(5_000, 12, -2));
        Grid minmax = ActivationCalibration.grid(statistics, format, Calibrator.minMax());
        assertThat(minmax.reachableMax()).isCloseTo(statistics.range().magnitude(), within(1e-5f));
        Grid mse = ActivationCalibration.grid(statistics, format, Calibrator.mse());
        assertThat(statistics.estimate(mse).sumSquaredError())
                .isLessThanOrEqualTo(statistics.estimate(minmax).sumSquaredError());
    }

    @Test
    void comparisonHoldsWhatIsPossibleAndNamesTheRest() {
        EdgeStatistics statistics = statistics(rectified(5_000, 13, 0));
        ActivationComparison eight = ActivationComparison.of(statistics, UINT8, Calibrator.percentile(99));
        assertThat(eight.results().stream().map(ActivationComparison.Result::calibrator))
                .containsExactly(
                        Calibrator.minMax(),
                        Calibrator.movingAverage(),
                        Calibrator.percentile(99),
                        Calibrator.percentile(99.9),
                        Calibrator.percentile(99.99),
                        Calibrator.percentile(99.999),
                        Calibrator.mse(),
                        Calibrator.entropy());
        assertThat(eight.best().calibrator()).isEqualTo(Calibrator.mse());
        assertThat(ActivationComparison.of(
                                statistics, new NumberFormat.Uniform(16, Scheme.SYMMETRIC), Calibrator.minMax())
                        .impossible())
                .containsEntry(Calibrator.entropy(), FormatRules.Obstacle.ENTROPY_NEEDS_FEW_BITS);
        assertThat(ActivationComparison.of(statistics(1, 2), UINT8, Calibrator.minMax())
                        .impossible())
                .containsEntry(Calibrator.entropy(), FormatRules.Obstacle.ENTROPY_NEEDS_VALUES);
    }

    private static double exact(float[] values, Grid grid) {
        double sum = 0;
        for (float x : values) {
            double e = (double) grid.quantize(x) - x;
            sum += e * e;
        }
        return sum;
    }

    private static EdgeStatistics statistics(float... values) {
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        tally.add(FloatBuffer.wrap(values), new long[] {values.length}, 0, new EdgeTally.Scratch());
        return tally.statistics();
    }

    /** Normally distributed, those below {@code floor} at it. */
    private static float[] rectified(int count, long seed, double floor) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.max(floor, random.nextGaussian());
        }
        return values;
    }
}
