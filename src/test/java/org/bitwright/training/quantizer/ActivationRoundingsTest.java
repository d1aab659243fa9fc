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
    void movingRangesFollowTheAverageOfTheBatchesEnds() {
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(STEP_1));
        ActivationRounding x = roundings.roundings().get("x");

        // Over the first batches the values lie between −1 and 20, as the shards see together: the range stays.
        for (int batch = 0; batch < MovingActivation.FIRST; batch++) {
            roundings.beginStep();
            assertThat(forward(x, 1, 0, 20)).containsExactly(0, 12);
            assertThat(forward(x, 0, -1, 2)).containsExactly(-1, 2);
            roundings.endStep(2);
            assertThat(grid(roundings, "x")).isEqualTo(STEP_1);
        }
        roundings.beginStep();
        forward(x, 1, 0, 120);
        forward(x, 0, -2, 2);
        roundings.endStep(2);

        // The averages become −1 − 0.01 and 20 + 1, and with them the range −3 … 12: times 1.01 and 1.05.
        float scale = (12 * 1.05f + 3 * 1.01f) / 15;
        UniformGrid moved = grid(roundings, "x");
        assertThat(moved.scale()).isCloseTo(scale, within(1e-6f));
        assertThat(moved.zeroPoint()).isEqualTo(3);
        assertThat(forward(x, 0, 4 * moved.scale())).containsExactly(4 * moved.scale());
    }

    @Test
    void symmetricRangesFollowTheGreatestMagnitude() {
        UniformGrid start = new UniformGrid(2, 0, -8, 7);
        NumberFormat.Uniform int4 = new NumberFormat.Uniform(4, Scheme.SYMMETRIC);
        ActivationRoundings roundings = ActivationRoundings.of(
                QuantConfig.empty().withActivation("x", ActivationConfig.ofStatic(int4, Calibrator.minMax())),
                Map.of("x", Quantizer.of(start)),
                Set.of(),
                RangeRule.MOVING);
        batches(roundings, -10, 5);

        batch(roundings, -10, 9);
        assertThat(grid(roundings, "x")).isEqualTo(start);
        batch(roundings, -1, 110);

        // The average becomes 10 + 0.01 · 100.
        assertThat(grid(roundings, "x").scale()).isCloseTo(2.2f, within(1e-6f));
    }

    @Test
    void anEndWithoutValuesOnItsSideMovesByWhatComes() {
        // 0 … 15 at the start, and positive values alone.
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(new UniformGrid(1, 0, 0, 15)));
        ActivationRounding x = roundings.roundings().get("x");
        batches(roundings, 3, 30);

        roundings.beginStep();
        forward(x, 0, -300, 30);
        roundings.endStep(1);

        // −300 counts for a hundredth: −3 … 15.
        assertThat(grid(roundings, "x").scale()).isCloseTo(18 / 15f, within(1e-6f));
        assertThat(forward(x, 0, -99)[0]).isCloseTo(-3, within(0.7f));
    }

    @Test
    void frozenRangesStay() {
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(STEP_1));
        batches(roundings, -1, 20);
        roundings.freeze();

        forward(roundings.roundings().get("x"), 0, 1000, -1000);
        roundings.beginStep();
        roundings.endStep(1);

        assertThat(grid(roundings, "x")).isEqualTo(STEP_1);
    }

    @Test
    void valuesThatAreNoNumbersDoNotMoveRanges() {
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(STEP_1));
        batches(roundings, -1, 20);
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
        for (int batch = 1; batch < MovingActivation.FIRST; batch++) {
            batch(roundings, -1000, 17);
        }
        batch(roundings, -2000, 17);

        // The average becomes −1010.
        Quantizer.Static moved = (Quantizer.Static) roundings.quantizers().get("x");
        assertThat(moved.grid().reachableMax()).isCloseTo(448 * 1.01f, within(1e-3f));
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
        batches(roundings, -1, 20);
        batch(roundings, -1, 120);

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
        batches(roundings, -1, 20);

        batch(roundings, -1, 1000);

        assertThat(grid(roundings, "x")).isEqualTo(STEP_1);
    }

    @Test
    void codesStayAsTheTargetNumbersThem() {
        // The same values as STEP_1, with signed codes.
        UniformGrid signed = new UniformGrid(1, 3 - 8, -8, 7);
        ActivationRoundings roundings = of(RangeRule.MOVING, Quantizer.of(signed));
        batches(roundings, -3, 12);

        assertThat(forward(roundings.roundings().get("x"), 0, -3, 12)).containsExactly(-3, 12);
        batch(roundings, -3, 12);

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
        batches(moved, -1, 20);
        moved.beginStep();
        forward(moved.roundings().get("x"), 0, 55);
        forward(moved.roundings().get("z"), 0, -77);
        moved.endStep(1);

        ActivationRoundings again = of(
                RangeRule.MOVING,
                Map.of("x", Quantizer.of(STEP_1), "y", Quantizer.dynamic(), "z", Quantizer.of(STEP_1)));
        again.restore(moved.state());

        assertThat(again.quantizers()).isEqualTo(moved.quantizers());
        batch(again, -1, 30);
        batch(moved, -1, 30);
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

    /** The batches before ranges move, the same for all edges. */
    private static void batches(ActivationRoundings roundings, float least, float greatest) {
        for (int batch = 0; batch < MovingActivation.FIRST; batch++) {
            batch(roundings, least, greatest);
        }
    }

    /** One batch, in which only the first edge gets these values, and others those of the first batches. */
    private static void batch(ActivationRoundings roundings, float least, float greatest) {
        roundings.beginStep();
        roundings.roundings().forEach((edge, rounding) -> {
            boolean first = edge.equals("x");
            forward(rounding, 0, first ? least : -1, first ? greatest : 20);
        });
        roundings.endStep(1);
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
