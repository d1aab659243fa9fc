package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Layers;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.training.RangeRule;
import org.junit.jupiter.api.Test;

class WeightRoundingTest {

    @Test
    void fixedGridsStayAsValuesChange() {
        // 4 bits, ±3.5: the step is 0.5.
        WeightRounding rounding = rounding(uniform(4), RangeRule.FIXED, -1, 3.5f, 0.2f);

        assertThat(rounded(rounding, 0.25f, 0.75f, -9)).containsExactly(0, 1, -4);
        assertThat(gradient(rounding, new float[] {0.25f, 0.75f, -9}, 1, 2, 3)).containsExactly(1, 2, 0);
    }

    @Test
    void movingRangesFollowTheirValues() {
        WeightRounding rounding = rounding(uniform(4), RangeRule.MOVING, -1, 3.5f, 0.2f);

        // ±7: the step is 1. Ties go to the even level.
        assertThat(rounded(rounding, -7, 2.5f, 3.5f)).containsExactly(-7, 2, 4);
        assertThat(gradient(rounding, new float[] {-7, 2.5f, 3.5f}, 1, 1, 1)).containsExactly(1, 1, 1);
    }

    @Test
    void everyChannelMovesByItself() {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(3, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
        Layer columns = Layers.layer(OptionalInt.of(1), 2, 2);
        float[] master = {3, 30, 1.2f, -14};

        WeightRounding rounding = WeightRounding.of(columns, config, RangeRule.MOVING, new float[] {1, 1, 1, 1});

        // Columns 3, 1.2 with step 1 and 30, −14 with step 10.
        assertThat(rounded(rounding, master)).containsExactly(3, 30, 1, -10);
    }

    @Test
    void rangesByHandDoNotMove() {
        TensorConfig config = uniform(4).withManual(0, ManualGrid.ofRange(new Range(-7, 7)));

        WeightRounding rounding = rounding(config, RangeRule.MOVING, 1, 2, 3);

        assertThat(rounded(rounding, 70, 1.4f, 0)).containsExactly(7, 1, 0);
        assertThat(gradient(rounding, new float[] {70, 1.4f, 0}, 1, 1, 1)).containsExactly(0, 1, 1);
    }

    @Test
    void searchedRangesAreFoundAgainAtTheEndOfAnEpoch() {
        TensorConfig config = uniform(4).withCalibrator(Calibrator.percentile(100));
        WeightRounding rounding = rounding(config, RangeRule.MOVING, 7, 1, 2);
        float[] grown = {70, 11, 20};

        // The percentile of all magnitudes is the greatest: steps of 1, then 10.
        assertThat(rounded(rounding, grown)).containsExactly(7, 7, 7);
        rounding.settle(grown);
        assertThat(rounding.grids().get(0).step()).isEqualTo(10);
        assertThat(rounded(rounding, grown)).containsExactly(70, 10, 20);
        for (int step = 1; step < MovingGrids.STEPS - 1; step++) {
            assertThat(rounded(rounding, 7, 1, 2)).containsExactly(10, 0, 0);
        }
        assertThat(rounded(rounding, 7, 1, 2)).containsExactly(7, 1, 2);
    }

    @Test
    void binaryWeightsAreSignsTimesTheirMeanMagnitude() {
        WeightRounding rounding = rounding(of(NumberFormat.binary()), RangeRule.MOVING, 1, 1, 1, 1);

        // Mean magnitude (0.5 + 0.25 + 0 + 0.25) / 4; 0 counts as positive (XNOR-Net, BinaryConnect).
        assertThat(rounded(rounding, 0.5f, -0.25f, 0, -0.25f)).containsExactly(0.25f, -0.25f, 0.25f, -0.25f);
    }

    @Test
    void binaryWeightsAreKeptWithinOneOrWhatTheyStartedWith() {
        float[] small = {0.5f, -1.5f, 3, -0.2f};
        rounding(of(NumberFormat.binary()), RangeRule.MOVING, 0.1f, 0.2f, 0.3f, 0.4f)
                .limit(small);
        assertThat(small).containsExactly(0.5f, -1, 1, -0.2f);
        float[] large = {0.5f, -1.5f, 3, -2.2f};
        rounding(of(NumberFormat.binary()), RangeRule.MOVING, 0.1f, -2, 0.3f, 0.4f)
                .limit(large);
        assertThat(large).containsExactly(0.5f, -1.5f, 2, -2);
        float[] others = {5, -5, 9};
        rounding(uniform(4), RangeRule.FIXED, 1, 1, 1).limit(others);
        assertThat(others).containsExactly(5, -5, 9);
    }

    @Test
    void ternaryWeightsAreZeroWithinTheirThreshold() {
        WeightRounding rounding = rounding(of(new NumberFormat.Ternary()), RangeRule.MOVING, 1, 1, 1, 1);

        // Mean magnitude 1, threshold 0.7; α the mean of 2 and 1.
        assertThat(rounded(rounding, 2, -1, 0.7f, -0.3f)).containsExactly(1.5f, -1.5f, 0, 0);
        assertThat(gradient(rounding, new float[] {2, -1, 0.7f, -0.3f}, 1, 2, 3, 4))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void powersOfTwoAreFoundAgain() {
        WeightRounding rounding = rounding(of(NumberFormat.uniform(4, Scheme.POWER_OF_TWO)), RangeRule.MOVING, 7, 1, 2);
        float[] grown = {28, 4, 8};

        rounding.settle(grown);

        // 28 / 7 = 4 = 2²: every value is met.
        assertThat(rounded(rounding, grown)).containsExactly(28, 4, 8);
    }

    @Test
    void fp8RangesMoveByTheGreatestMagnitude() {
        WeightRounding rounding = rounding(of(new NumberFormat.Minifloat(FloatType.E4M3FN)), RangeRule.MOVING, 1, 1, 1);

        // The scale is 896 / 448 = 2: 17 · 2 lies half way between 16 · 2 and 18 · 2, and goes to the even one.
        assertThat(rounded(rounding, -896, 34, 38)).containsExactly(-896, 32, 40);
    }

    @Test
    void codebooksMoveToTheMeansOfTheirValues() {
        // Four values for four levels: they are met. Then each centroid becomes the mean of what is nearest to it.
        WeightRounding rounding = rounding(of(new NumberFormat.Codebook(1)), RangeRule.MOVING, 0, 0, 1, 1);
        float[] moved = {0.1f, 0.3f, 1.5f, 2.5f};

        for (int step = 1; step < CodebookGrids.STEPS; step++) {
            assertThat(rounded(rounding, moved)).containsExactly(0, 0, 1, 1);
        }

        assertThat(rounded(rounding, moved)).containsExactly(0.2f, 0.2f, 2, 2);
        assertThat(rounded(rounding(of(new NumberFormat.Codebook(1)), RangeRule.FIXED, 0, 0, 1, 1), moved))
                .containsExactly(0, 0, 1, 1);
    }

    @Test
    void aCodebookOfPrunedWeightsKeepsZero() {
        WeightRounding rounding = rounding(of(new NumberFormat.Codebook(1)), RangeRule.MOVING, 0, 0, 1, 1);
        float[] moved = {0, 0.3f, 0, 2.5f};
        for (int step = 1; step < CodebookGrids.STEPS; step++) {
            rounded(rounding, moved);
        }

        // Two of four values are 0: as many as a centroid has. The other is the mean of what is nearest to it.
        assertThat(rounded(rounding, moved)).containsExactly(0, 0, 0, 2.5f);
    }

    @Test
    void assignedCodesAreGivenUp() {
        TensorConfig assigned =
                uniform(4).withRounding(new Rounding.Assigned(AssignedCodes.of("adaround", new int[] {1, 2, 3})));

        WeightRounding rounding = rounding(assigned, RangeRule.FIXED, -7, 2, 3);

        assertThat(rounded(rounding, -7, 2, 3)).containsExactly(-7, 2, 3);
    }

    @Test
    void learnedStepsHaveTheGradientOfLsq() {
        // By hand at 3 bits, −4 … 3, step 0.5: v = −5, −4, 0.6, 2.9, 3, 8.
        WeightRounding rounding = rounding(byHand(3, 0.5f), RangeRule.LEARNED, 1, 1, 1, 1, 1, 1);
        float[] master = {-2.5f, -2, 0.3f, 1.45f, 1.5f, 4};
        assertThat(rounded(rounding, master)).containsExactly(-2, -2, 0.5f, 1.5f, 1.5f, 1.5f);

        float[] passed = gradient(rounding, master, 1, 10, 2, 1, 1, 0.5f);

        assertThat(passed).containsExactly(0, 0, 2, 1, 0, 0);
        // −4 · 1 − 4 · 10 + (1 − 0.6) · 2 + (3 − 2.9) · 1 + 3 · 1 + 3 · 0.5 = −38.6, times 1 / √(6 · 3), by the start.
        assertThat(rounding.learnedGradient()[0]).isCloseTo((float) (-38.6 / Math.sqrt(18) / 0.5), within(1e-5f));
    }

    @Test
    void theStepMovesAsItsShareDoes() {
        WeightRounding rounding = rounding(byHand(3, 0.5f), RangeRule.LEARNED, 1, 1);
        assertThat(rounding.learned()).containsExactly(1);

        rounding.learned()[0] = 1.5f;

        assertThat(rounded(rounding, 0.7f, -9)).containsExactly(0.75f, -3);
        rounding.learned()[0] = -3;
        assertThat(rounding.grids().get(0).step()).isEqualTo(0.75f);
        assertThat(rounded(rounding, 0, 9)[1]).isPositive();
        rounding.learned()[0] = Float.NaN;
        assertThat(rounded(rounding, 0, 9)[1]).isPositive();
    }

    @Test
    void theGradientOfTheStepIsTheSlopeOfTheSmoothedRounding() {
        // Straight through: what rounding adds in steps is held, so that x̂(s) = s·(x/s + held) between the ends.
        float[] master = Layers.gaussian(3, 200, 1);
        float[] weights = Layers.gaussian(4, 200, 1);
        float step = 0.4f;
        WeightRounding rounding = rounding(byHand(3, step), RangeRule.LEARNED, master);
        rounded(rounding, master);
        gradient(rounding, master, weights);

        double up = smoothed(master, weights, step, step + 1e-4);
        double down = smoothed(master, weights, step, step - 1e-4);
        double scale = 1 / Math.sqrt(200 * 3) / step;
        assertThat((double) rounding.learnedGradient()[0]).isCloseTo((up - down) / 2e-4 * scale, within(1e-4));
    }

    private static double smoothed(float[] x, float[] weights, float heldAt, double step) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double v = x[i] / (double) heldAt;
            double rounded = v <= -4 ? -4 * step : v >= 3 ? 3 * step : x[i] + (Math.rint(v) - v) * step;
            sum += weights[i] * rounded;
        }
        return sum;
    }

    @Test
    void stepsOfColumnsAreLearnedEachByItself() {
        TensorConfig config = TensorConfig.of(
                        NumberFormat.uniform(3, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax())
                .withManual(Map.of(
                        0, ManualGrid.ofGrid(new UniformGrid(1, 0, -4, 3)),
                        1, ManualGrid.ofGrid(new UniformGrid(2, 0, -4, 3))));
        float[] master = {0.6f, 9, 2.2f, -1};
        WeightRounding rounding =
                WeightRounding.of(Layers.layer(OptionalInt.of(1), 2, 2), config, RangeRule.LEARNED, master);
        assertThat(rounded(rounding, master)).containsExactly(1, 6, 2, 0);

        assertThat(gradient(rounding, master, 1, 1, 1, 1)).containsExactly(1, 0, 1, 1);
        // (1 − 0.6) + (2 − 2.2), and 3 + (0 + 0.5): two values a channel, Qp 3.
        assertThat(rounding.learnedGradient()[0]).isCloseTo((float) (0.2 / Math.sqrt(6)), within(1e-6f));
        assertThat(rounding.learnedGradient()[1]).isCloseTo((float) (3.5 / Math.sqrt(6) / 2), within(1e-6f));
    }

    @Test
    void learningStartsFromTheBetterOfTheConfigurationsStepAndLsqs() {
        // 3 bits, −4 … 3. Minmax: step 10/3, which makes 0 of every 1: 99. LSQ: 2 · 1.09 / √3 = 1.259: 3 · 1.259 for 10
        // and 1.259 for 1 come to 38.7 + 99 · 0.067.
        float[] values = new float[100];
        Arrays.fill(values, 1);
        values[0] = 10;
        float step = (float) (2 * 1.09 / Math.sqrt(3));
        assertThat(rounded(rounding(uniform(3), RangeRule.LEARNED, values), values)[1])
                .isCloseTo(step, within(1e-6f));
        assertThat(rounded(rounding(byHand(3, 4), RangeRule.LEARNED, values), values)[1])
                .isZero();
        // ±1 at 2 bits: minmax meets them, LSQ's step of 2 does not.
        float[] met = {1, -1, 1, -1};
        assertThat(rounded(rounding(uniform(2), RangeRule.LEARNED, met), met)).containsExactly(met);
    }

    @Test
    void theStateBringsLearnedStepsBack() {
        WeightRounding rounding = rounding(byHand(3, 0.5f), RangeRule.LEARNED, 1, 1);
        rounding.learned()[0] = 1.25f;
        float[] state = rounding.state();
        rounding.learned()[0] = 7;

        WeightRounding again = rounding(byHand(3, 0.5f), RangeRule.LEARNED, 1, 1);
        again.restore(state);

        assertThat(again.learned()).containsExactly(1.25f);
        assertThat(rounded(again, 0.6f, 0)).containsExactly(0.625f, 0);
    }

    private static TensorConfig uniform(int bits) {
        return of(NumberFormat.uniform(bits, Scheme.SYMMETRIC));
    }

    private static TensorConfig of(NumberFormat format) {
        return TensorConfig.of(format, Granularity.TENSOR, Calibrator.minMax());
    }

    private static TensorConfig byHand(int bits, float step) {
        int limit = 1 << (bits - 1);
        return uniform(bits).withManual(0, ManualGrid.ofGrid(new UniformGrid(step, 0, -limit, limit - 1)));
    }

    private static WeightRounding rounding(TensorConfig config, RangeRule rule, float... start) {
        return WeightRounding.of(Layers.layer(OptionalInt.empty(), start.length), config, rule, start);
    }

    private static float[] rounded(WeightRounding rounding, float... master) {
        float[] rounded = new float[master.length];
        rounding.round(master, rounded);
        return rounded;
    }

    private static float[] gradient(WeightRounding rounding, float[] master, float... byRounded) {
        float[] gradient = byRounded.clone();
        rounding.backward(master, gradient);
        return gradient;
    }
}
