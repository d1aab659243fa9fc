package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.training.RangeRule;
import org.bitwright.training.graph.ActivationRounding;
import org.junit.jupiter.api.Test;

class ActivationRoundingsTest {
    private static final NumberFormat.Uniform UINT4 = new NumberFormat.Uniform(4, Scheme.ASYMMETRIC);
    private static final UniformGrid STEP_1 = new UniformGrid(1, 3, 0, 15);

    @Test
    void fixedGridsRoundAndClip() {
        ActivationRoundings roundings = of(RangeRule.FIXED, Quantizer.of(STEP_1));
        ActivationRounding x = roundings.roundings().get("x");

        // −3 … 12, ties to the even level.
        assertThat(forward(x, 0, -9, -3, 0.5f, 1.5f, 12.4f, 100)).containsExactly(-3, -3, 0, 2, 12, 12);
        assertThat(backward(x, 0, new float[] {-9, -3, 0.5f, 12.5f, 12.6f}, 1, 2, 3, 4, 5))
                .containsExactly(0, 2, 3, 4, 0);
        roundings.endStep(1);
        assertThat(roundings.quantizers()).containsEntry("x", Quantizer.of(STEP_1));
    }

    @Test
    void movingRangesTakeInAHundredthOfEachBatch() {
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(STEP_1));
        ActivationRounding x = roundings.roundings().get("x");
        roundings.beginStep();

        // Shards see −1 … 20 and 0 … 112 of the batch; the step itself is rounded as before.
        assertThat(forward(x, 1, 0, 112)).containsExactly(0, 12);
        assertThat(forward(x, 0, -1, 20)).containsExactly(-1, 12);
        roundings.endStep(2);

        // −3 and 12 become −3 + 0.01 · 2 and 12 + 0.01 · 100.
        float scale = (13f + 2.98f) / 15;
        UniformGrid moved = grid(roundings, "x");
        assertThat(moved.scale()).isCloseTo(scale, within(1e-6f));
        assertThat(moved.zeroPoint()).isEqualTo(3);
        assertThat(forward(x, 0, 4 * moved.scale())).containsExactly(4 * moved.scale());
    }

    @Test
    void frozenRangesStay() {
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(STEP_1));
        roundings.freeze();

        forward(roundings.roundings().get("x"), 0, 1000, -1000);
        roundings.beginStep();
        roundings.endStep(1);

        assertThat(grid(roundings, "x")).isEqualTo(STEP_1);
    }

    @Test
    void valuesThatAreNoNumbersDoNotMoveRanges() {
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(STEP_1));
        roundings.beginStep();

        forward(roundings.roundings().get("x"), 0, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        roundings.endStep(1);

        assertThat(grid(roundings, "x")).isEqualTo(STEP_1);
    }

    @Test
    void fp8RangesMoveToo() {
        NumberFormat.Minifloat fp8 = new NumberFormat.Minifloat(FloatType.E4M3FN);
        QuantConfig config =
                QuantConfig.empty().withActivation("x", ActivationConfig.ofStatic(fp8, Calibrator.minMax()));
        ActivationRoundings roundings = ActivationRoundings.of(
                config, Map.of("x", Quantizer.of(fp8.grid(new Range(-448, 448)))), Set.of(), RangeRule.LEARNED);
        roundings.beginStep();

        // 17 lies between 16 and 18 and goes to the even mantissa; beyond 448 values become 448.
        assertThat(forward(roundings.roundings().get("x"), 0, 17, -1000, 1)).containsExactly(16, -448, 1);
        roundings.endStep(1);

        // −448 − 0.01 · 552 = −453.52.
        Quantizer.Static moved = (Quantizer.Static) roundings.quantizers().get("x");
        assertThat(moved.grid().reachableMax()).isCloseTo(453.52f, within(1e-3f));
    }

    @Test
    void learnedStepsSumOverShardsAndScaleByTheValuesOfASample() {
        ActivationRoundings roundings = of(RangeRule.LEARNED, Quantizer.of(new UniformGrid(0.5f, 0, 0, 15)));
        ActivationRounding x = roundings.roundings().get("x");
        roundings.beginStep();

        // v = 0.6, 20 in one sample, −2, 1.2 in the other: 1 − 0.6, 15, 0 and 1 − 1.2.
        assertThat(backward(x, 1, new float[] {-1, 0.6f}, 3, 1)).containsExactly(0, 1);
        assertThat(backward(x, 0, new float[] {0.3f, 10}, 2, 1)).containsExactly(2, 0);
        roundings.endStep(2);

        double sum = 2 * 0.4 + 15 - 0.2;
        assertThat(roundings.learnedGradient()[0]).isCloseTo((float) (sum / Math.sqrt(2 * 15) / 0.5), within(1e-4f));
        roundings.learned()[0] = 2;
        roundings.beginStep();
        assertThat(forward(x, 0, 1.4f, 99)).containsExactly(1, 15);
        roundings.endStep(2);
        assertThat(roundings.learnedGradient()[0]).isZero();
    }

    @Test
    void edgesThatShareAGridKeepSharingIt() {
        Quantizer shared = Quantizer.of(STEP_1);
        ActivationRoundings roundings =
                of(RangeRule.MOVING, Map.of("x", shared, "y", shared, "z", Quantizer.of(STEP_1)));
        roundings.beginStep();

        forward(roundings.roundings().get("x"), 0, 112);
        roundings.endStep(1);

        Map<String, Quantizer> after = roundings.quantizers();
        assertThat(after.get("x")).isSameAs(after.get("y")).isNotEqualTo(shared);
        assertThat(after).containsEntry("z", Quantizer.of(STEP_1));
        assertThat(roundings.roundings().get("x"))
                .isSameAs(roundings.roundings().get("y"));
        // One learned step, not two.
        assertThat(of(RangeRule.LEARNED, Map.of("x", shared, "y", shared)).learned())
                .hasSize(1);
    }

    @Test
    void whatTheTargetFixesStays() {
        ActivationRoundings roundings =
                ActivationRoundings.of(config("x"), Map.of("x", Quantizer.of(STEP_1)), Set.of("x"), RangeRule.MOVING);
        roundings.beginStep();

        forward(roundings.roundings().get("x"), 0, 1000);
        roundings.endStep(1);

        assertThat(grid(roundings, "x")).isEqualTo(STEP_1);
    }

    @Test
    void codesStayAsTheTargetNumbersThem() {
        // The same values as STEP_1, with signed codes.
        UniformGrid signed = new UniformGrid(1, 3 - 8, -8, 7);
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(signed));
        roundings.beginStep();

        assertThat(forward(roundings.roundings().get("x"), 0, -3, 12)).containsExactly(-3, 12);
        roundings.endStep(1);

        assertThat(grid(roundings, "x")).isEqualTo(signed);
    }

    @Test
    void dynamicGridsAreThoseOfEachRun() {
        ActivationRoundings roundings = of(RangeRule.LEARNED, Quantizer.dynamic());
        ActivationRounding x = roundings.roundings().get("x");

        // 0 … 255, then −51 … 204 with steps of 1, then one of 0.1.
        assertThat(forward(x, 0, 255, 0.4f, 1.5f)).containsExactly(255, 0, 2);
        assertThat(forward(x, 1, -51, 204, 0.6f)).containsExactly(-51, 204, 1);
        assertThat(forward(x, 0, 25.5f, 0.04f, 0.26f)[2]).isCloseTo(0.3f, within(1e-6f));
        assertThat(backward(x, 0, new float[] {25.5f, -9}, 1, 2)).containsExactly(1, 2);
        assertThat(roundings.quantizers()).containsEntry("x", Quantizer.dynamic());
    }

    @Test
    void manyValuesAreTakenInBlocks() {
        ActivationRoundings roundings = of(RangeRule.LEARNED, Quantizer.of(new UniformGrid(1, 0, 0, 15)));
        ActivationRounding x = roundings.roundings().get("x");
        float[] values = new float[1300];
        float[] gradient = new float[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 20 - 2.25f;
            gradient[i] = i % 7 - 3;
            double derivative = values[i] <= 0 ? 0 : values[i] >= 15 ? 15 : Math.rint(values[i]) - values[i];
            sum += gradient[i] * derivative;
        }
        roundings.beginStep();

        float[] passed = backward(x, 0, values, gradient);
        roundings.endStep(1);

        assertThat(roundings.learnedGradient()[0]).isCloseTo((float) (sum / Math.sqrt(1300.0 * 15)), within(1e-3f));
        for (int i = 0; i < values.length; i++) {
            assertThat(passed[i]).isEqualTo(values[i] > 0 && values[i] < 15 ? gradient[i] : 0f * gradient[i]);
        }
    }

    @Test
    void theStateBringsRangesBack() {
        ActivationRoundings moved = of(
                RangeRule.MOVING,
                Map.of("x", Quantizer.of(STEP_1), "y", Quantizer.dynamic(), "z", Quantizer.of(STEP_1)));
        moved.beginStep();
        forward(moved.roundings().get("x"), 0, 55);
        forward(moved.roundings().get("z"), 0, -77);
        moved.endStep(1);

        ActivationRoundings again = of(
                RangeRule.MOVING,
                Map.of("x", Quantizer.of(STEP_1), "y", Quantizer.dynamic(), "z", Quantizer.of(STEP_1)));
        again.restore(moved.state());

        assertThat(again.quantizers()).isEqualTo(moved.quantizers());
        assertThat(again.quantizers())
                .isNotEqualTo(of(RangeRule.MOVING, Quantizer.of(STEP_1)).quantizers());
    }

    private static ActivationRoundings of(RangeRule rule, Quantizer quantizer) {
        return of(rule, Map.of("x", quantizer));
    }

    private static ActivationRoundings of(RangeRule rule, Map<String, Quantizer> quantizers) {
        Map<String, Quantizer> sorted = new LinkedHashMap<>();
        quantizers.keySet().stream().sorted().forEach(edge -> sorted.put(edge, quantizers.get(edge)));
        return ActivationRoundings.of(config(sorted.keySet().toArray(String[]::new)), sorted, Set.of(), rule);
    }

    private static QuantConfig config(String... edges) {
        QuantConfig config = QuantConfig.empty();
        for (String edge : edges) {
            config = config.withActivation(edge, ActivationConfig.ofStatic(UINT4, Calibrator.minMax()));
        }
        return config;
    }

    private static UniformGrid grid(ActivationRoundings roundings, String edge) {
        return (UniformGrid) ((Quantizer.Static) roundings.quantizers().get(edge)).grid();
    }

    private static float[] forward(ActivationRounding rounding, int shard, float... x) {
        float[] rounded = new float[x.length];
        rounding.forward(shard, x, rounded, x.length);
        return rounded;
    }

    private static float[] backward(ActivationRounding rounding, int shard, float[] x, float... byRounded) {
        float[] gradient = byRounded.clone();
        rounding.backward(shard, x, gradient, x.length);
        return gradient;
    }
}
