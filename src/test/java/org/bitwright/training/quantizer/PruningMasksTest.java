package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Layers;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.training.Pruning;
import org.bitwright.training.RangeRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PruningMasksTest {

    @Test
    void theSmallestMagnitudesBecomeZero() {
        PruningMasks masks = masks(0.5, 0, 1, 4);
        float[] weights = {0.3f, -0.1f, 0.2f, -0.4f};

        masks.advance(1, Map.of("a", weights));

        assertThat(weights).containsExactly(0.3f, 0, 0, -0.4f);
        assertThat(masks.sparsity("a")).isEqualTo(0.5);
        assertThat(masks.sparsity("other")).isZero();
    }

    @Test
    void ofEqualMagnitudesTheFirstGo() {
        PruningMasks masks = masks(0.5, 0, 1, 6);
        float[] weights = {1, -1, 1, 1, -1, 0.5f};

        masks.advance(1, Map.of("a", weights));

        assertThat(weights).containsExactly(0, 0, 1, 1, -1, 0);
    }

    @Test
    void theShareRisesAlongItsCurve() {
        PruningMasks masks = masks(0.8, 1, 3, 1000);
        float[] weights = Layers.gaussian(1, 1000, 1);

        masks.advance(0.99, Map.of("a", weights));
        assertThat(masks.sparsity("a")).isZero();
        // A quarter of the way: 0.8 · (1 − 0.75³) = 0.4625.
        masks.advance(1.5, Map.of("a", weights));
        assertThat(masks.sparsity("a")).isCloseTo(0.4625, within(1e-3));
        // An eighth of an epoch later, not before.
        masks.advance(1.62, Map.of("a", weights));
        assertThat(masks.sparsity("a")).isCloseTo(0.4625, within(1e-3));
        masks.advance(1.625, Map.of("a", weights));
        assertThat(masks.sparsity("a")).isCloseTo(0.8 * (1 - Math.pow(1 - 0.3125, 3)), within(1e-3));
        masks.advance(3, Map.of("a", weights));
        assertThat(masks.sparsity("a")).isEqualTo(0.8);
    }

    @Test
    void whatIsZeroStaysSo() {
        PruningMasks masks = masks(0.5, 0, 1, 4);
        float[] weights = {0.3f, -0.1f, 0.2f, -0.4f};
        masks.advance(1, Map.of("a", weights));

        float[] gradient = {1, Float.NaN, 3, 4};
        masks.apply("a", gradient);
        assertThat(gradient).containsExactly(1, 0, 0, 4);
        weights[0] = 0.01f;
        weights[1] = 9;
        masks.advance(2, Map.of("a", weights));
        assertThat(weights).containsExactly(0.01f, 0, 0, -0.4f);
        float[] other = {1, 2};
        masks.apply("b", other);
        assertThat(other).containsExactly(1, 2);
    }

    @Test
    void layersHaveSharesOfTheirOwn() {
        PruningMasks masks = new PruningMasks(new Pruning(0.5, Map.of("b", 0.25), 0, 1), Map.of("a", 4, "b", 4));
        float[] a = {1, 2, 3, 4};
        float[] b = {1, 2, 3, 4};

        masks.advance(1, Map.of("a", a, "b", b));

        assertThat(a).containsExactly(0, 0, 3, 4);
        assertThat(b).containsExactly(0, 2, 3, 4);
    }

    @Test
    void aRunThatGoesOnHasTheSameMasks() {
        double[] times = {0, 0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2};
        float[] unbroken = Layers.gaussian(2, 500, 1);
        float[] first = unbroken.clone();
        PruningMasks one = masks(0.9, 0.2, 2, 500);
        for (double time : times) {
            one.advance(time, Map.of("a", change(unbroken, time)));
        }

        PruningMasks two = masks(0.9, 0.2, 2, 500);
        for (double time : times) {
            if (time == 1) {
                Map<String, float[]> state = two.state();
                two = masks(0.9, 0.2, 2, 500);
                two.restore(state, 1);
            }
            two.advance(time, Map.of("a", change(first, time)));
        }

        assertThat(first).isEqualTo(unbroken);
        assertThat(two.sparsity("a")).isEqualTo(0.9);
    }

    private static float[] change(float[] weights, double time) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (0.1 * Math.sin(i * 31 + time));
        }
        return weights;
    }

    @ParameterizedTest
    @MethodSource("org.bitwright.quant.FormatExamples#configs")
    void zerosStayZeroInEveryFormatThatHasOne(TensorConfig config) {
        for (RangeRule rule : RangeRule.values()) {
            Layer layer = Layers.layer(OptionalInt.of(0), 4, 128);
            float[] weights = Layers.gaussian(5, 512, 0.1);
            PruningMasks masks = masks(0.75, 0, 1, 512);
            WeightRounding rounding = WeightRounding.of(layer, config, rule, weights.clone());
            float[] rounded = new float[512];
            masks.advance(1, Map.of("a", weights));
            // Codebooks move now and then.
            for (int step = 0; step < CodebookGrids.STEPS; step++) {
                rounding.round(weights, rounded);
            }
            for (int i = 0; i < 512; i++) {
                if (weights[i] == 0 && PruningMasks.canHold(config.format())) {
                    assertThat(rounded[i]).isZero();
                }
            }
        }
    }

    @Test
    void binaryWeightsHaveNoZero() {
        assertThat(PruningMasks.canHold(NumberFormat.binary())).isFalse();
        assertThat(PruningMasks.canHold(new NumberFormat.Ternary())).isTrue();
        assertThat(PruningMasks.canHold(NumberFormat.float32())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RangeRule.class)
    void aFixedCodebookWithoutAZeroTakesOneWhenWeightsArePruned(RangeRule rule) {
        // Nothing near 0 at the start: k-means has no level there.
        float[] weights = {-1, -1, -0.9f, -0.9f, 0.9f, 0.9f, 1, 1};
        Layer layer = Layers.layer(OptionalInt.empty(), 8);
        TensorConfig config = TensorConfig.of(new NumberFormat.Codebook(1), Granularity.TENSOR, Calibrator.minMax());
        WeightRounding rounding = WeightRounding.of(layer, config, rule, weights.clone());
        PruningMasks masks = masks(0.5, 0, 1, 8);

        masks.advance(1, Map.of("a", weights));
        float[] rounded = new float[8];
        rounding.round(weights, rounded);

        assertThat(weights).containsExactly(-1, -1, 0, 0, 0, 0, 1, 1);
        assertThat(Arrays.copyOfRange(rounded, 2, 6)).containsExactly(0, 0, 0, 0);
    }

    private static PruningMasks masks(double sparsity, double begin, double end, int weights) {
        return new PruningMasks(new Pruning(sparsity, Map.of(), begin, end), Map.of("a", weights));
    }

    /** An optimizer's momentum moves what is pruned on for a while. */
    @Test
    void whatMomentumMovedIsStillAmongThePruned() {
        PruningMasks masks = masks(0.5, 0, 1, 4);
        float[] weights = {0.4f, 0.1f, 0.3f, 0.2f};
        // 0.5 · (1 − 0.5³) of four are two.
        masks.advance(0.5, Map.of("a", weights));
        assertThat(weights).containsExactly(0.4f, 0, 0.3f, 0);
        weights[1] = 0.9f;

        masks.advance(1, Map.of("a", weights));

        assertThat(weights).containsExactly(0.4f, 0, 0.3f, 0);
        assertThat(masks.sparsity("a")).isEqualTo(0.5);
    }
}
