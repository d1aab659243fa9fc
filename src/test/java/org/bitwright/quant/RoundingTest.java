package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.bitwright.quant.Rounding.Direction;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoundingTest {
    private static final CancelToken NEVER = CancelToken.none();

    @ParameterizedTest
    @CsvSource({
        // steps, half even, half away, floor, ceil, toward zero
        "2.5, 2, 3, 2, 3, 2",
        "1.5, 2, 2, 1, 2, 1",
        "0.5, 0, 1, 0, 1, 0",
        "-0.5, 0, -1, -1, 0, 0",
        "-1.5, -2, -2, -2, -1, -1",
        "-2.5, -2, -3, -3, -2, -2",
        "0.49999997, 0, 0, 0, 1, 0",
        "0.50000006, 1, 1, 0, 1, 0",
        "-0.49999997, 0, 0, -1, 0, 0",
        "2.25, 2, 2, 2, 3, 2",
        "-2.75, -3, -3, -3, -2, -2",
        "3, 3, 3, 3, 3, 3",
        "-3, -3, -3, -3, -3, -3",
        "0, 0, 0, 0, 0, 0",
        // 2^22 + 0.5, the greatest half that float32 has.
        "4194304.5, 4194304, 4194305, 4194304, 4194305, 4194304",
    })
    void directionsDecideBetweenTwoSteps(float steps, int even, int away, int floor, int ceil, int zero) {
        assertThat(rounded(Direction.HALF_EVEN, steps)).isEqualTo(even);
        assertThat(rounded(Direction.HALF_AWAY, steps)).isEqualTo(away);
        assertThat(rounded(Direction.FLOOR, steps)).isEqualTo(floor);
        assertThat(rounded(Direction.CEIL, steps)).isEqualTo(ceil);
        assertThat(rounded(Direction.TOWARD_ZERO, steps)).isEqualTo(zero);
    }

    private static int rounded(Direction direction, float steps) {
        return (int) Rounding.of(direction).round(steps, 0);
    }

    @Test
    void integersAreRoundedBeforeTheZeroPointIsAdded() {
        // Scale 0.5, zero point 3 of 0 … 15: 1.25 is 2.5 steps, −0.75 is −1.5 steps, both ties.
        UniformGrid grid = new UniformGrid(0.5f, 3, 0, 15);
        assertThat(codes(grid, 1.25f)).containsExactly(5, 6, 5, 6, 5);
        assertThat(codes(grid, -0.75f)).containsExactly(1, 1, 1, 2, 2);
        // 1.1 is 2.2 steps, −1.1 is −2.2 steps.
        assertThat(codes(grid, 1.1f)).containsExactly(5, 5, 5, 6, 5);
        assertThat(codes(grid, -1.1f)).containsExactly(1, 1, 0, 1, 1);
    }

    @Test
    void integersSaturateAtBothEnds() {
        UniformGrid grid = new UniformGrid(0.5f, 0, -8, 7);
        for (float x : new float[] {3.5f, 3.51f, 3.99f, 4, 1e30f, Float.MAX_VALUE}) {
            assertThat(codes(grid, x)).containsOnly(7);
        }
        for (float x : new float[] {-4, -4.01f, -4.4f, -1e30f, -Float.MAX_VALUE}) {
            assertThat(codes(grid, x)).containsOnly(-8);
        }
    }

    /** In the order of {@link Direction}. */
    private static List<Integer> codes(Grid grid, float x) {
        return Arrays.stream(Direction.values())
                .map(direction -> {
                    Rounding rounding = Rounding.of(direction);
                    int code = grid.encode(x, rounding, 0);
                    assertThat(grid.quantize(x, rounding, 0)).isEqualTo(grid.decode(code));
                    return code;
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        // E2M1 has 0, 0.5, 1, 1.5, 2, 3, 4, 6; the codes of 0, 1, 2 and 4 are even.
        "0.25, 0, 0.5, 0, 0.5, 0",
        "0.75, 1, 1, 0.5, 1, 0.5",
        "1.25, 1, 1.5, 1, 1.5, 1",
        "1.75, 2, 2, 1.5, 2, 1.5",
        "2.5, 2, 3, 2, 3, 2",
        "3.5, 4, 4, 3, 4, 3",
        "5, 4, 6, 4, 6, 4",
        "-0.25, 0, -0.5, -0.5, 0, 0",
        "-0.75, -1, -1, -1, -0.5, -0.5",
        "-2.5, -2, -3, -3, -2, -2",
        "-5, -4, -6, -6, -4, -4",
        "2.2, 2, 2, 2, 3, 2",
        "-4.9, -4, -4, -6, -4, -4",
        "5.1, 6, 6, 4, 6, 4",
        "7, 6, 6, 6, 6, 6",
        "-1000, -6, -6, -6, -6, -6",
    })
    void floatsAreRoundedBetweenTheirLevels(float x, float even, float away, float floor, float ceil, float zero) {
        FloatGrid grid = new FloatGrid(FloatType.E2M1, 1, true);
        FloatGrid scaled = new FloatGrid(FloatType.E2M1, 0.25f, true);
        float[] expected = {even, away, floor, ceil, zero};
        for (Direction direction : Direction.values()) {
            Rounding rounding = Rounding.of(direction);
            float wanted = expected[direction.ordinal()];
            assertThat(grid.quantize(x, rounding, 0) + 0f).as("%s", direction).isEqualTo(wanted);
            assertThat(scaled.quantize(x / 4, rounding, 0) + 0f).isEqualTo(wanted / 4);
            assertThat(grid.decode(grid.encode(x, rounding, 0)) + 0f).isEqualTo(wanted);
        }
    }

    @Test
    void whatIsTooGreatForHalfPrecisionFollowsTheRoundingAsTheStandardSays() {
        // IEEE 754, 7.4: to nearest carries all overflows to infinity, toward zero all to the greatest finite number,
        // down positive ones to the greatest and negative ones to infinity, up the other way round.
        FloatGrid half = new FloatGrid(FloatType.FLOAT16, 1, false);
        float infinity = Float.POSITIVE_INFINITY;
        for (float x : new float[] {65536, 70000, 1e30f, Float.MAX_VALUE}) {
            assertThat(values(half, x)).containsExactly(infinity, infinity, 65504f, infinity, 65504f);
            assertThat(values(half, -x)).containsExactly(-infinity, -infinity, -infinity, -65504f, -65504f);
        }
        // Between the greatest and half a step above it.
        assertThat(values(half, 65510f)).containsExactly(65504f, 65504f, 65504f, infinity, 65504f);
        assertThat(values(half, 65520f)).containsExactly(infinity, infinity, 65504f, infinity, 65504f);
        FloatGrid saturating = new FloatGrid(FloatType.FLOAT16, 1, true);
        assertThat(values(saturating, 70000f)).containsOnly(65504f);
    }

    private static List<Float> values(Grid grid, float x) {
        return Arrays.stream(Direction.values())
                .map(direction -> grid.quantize(x, Rounding.of(direction), 0))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void levelsStayWhereTheyAreWithAnyRounding(Direction direction) {
        for (Grid grid : List.of(
                new UniformGrid(0.25f, 2, -8, 7),
                new FloatGrid(FloatType.E4M3FN, 0.5f, true),
                new FloatGrid(FloatType.E3M2, 2, true),
                new NvFp4Grid(1, 0.5f))) {
            for (int i = 0; i < grid.levels(); i++) {
                float level = grid.level(i);
                assertThat(grid.quantize(level, Rounding.of(direction), 5)).isEqualTo(level);
                assertThat(grid.quantize(level, Rounding.stochastic(i), i)).isEqualTo(level);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3", "-0.3", "2.9", "-6.05", "0.001"})
    void stochasticRoundingIsUnbiasedOverSeeds(float x) {
        // Scale 1: up with the probability of the distance p from the level below. Mean of n: σ = √(p(1 − p)/n).
        Grid grid = new UniformGrid(1, 0, -128, 127);
        int seeds = 40_000;
        double sum = 0;
        for (int seed = 0; seed < seeds; seed++) {
            float rounded = grid.quantize(x, Rounding.stochastic(seed), 17);
            assertThat(rounded).isIn((float) Math.floor(x), (float) Math.ceil(x) + 0f);
            sum += rounded;
        }
        double p = x - Math.floor(x);
        assertThat(sum / seeds).isCloseTo(x, within(4 * Math.sqrt(p * (1 - p) / seeds)));
    }

    @ParameterizedTest
    @CsvSource({
        // Between 3.75 and 4, 1.75 and 1.875, and the subnormals 0 and 2^−9.
        "3.8, 0.25, 0.2",
        "-1.8, 0.125, 0.6",
        "0.0005, 0.001953125, 0.256"
    })
    void stochasticRoundingOfFloatsIsUnbiasedOverPlaces(float x, double step, double p) {
        Grid grid = new FloatGrid(FloatType.E4M3FN, 1, true);
        int places = 40_000;
        double sum = 0;
        for (int index = 0; index < places; index++) {
            sum += grid.quantize(x, Rounding.stochastic(3), index);
        }
        assertThat(sum / places).isCloseTo(x, within(4 * step * Math.sqrt(p * (1 - p) / places)));
    }

    @Test
    void stochasticRoundingDependsOnSeedAndPlaceOnly() {
        float[] values = new float[200_000];
        Arrays.fill(values, 0.5f);
        values[0] = 127;
        LayerWeights weights = Layers.grouped(0, 1, new long[] {2, 100_000}, values);
        TensorConfig config = TensorConfig.of(
                        NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax())
                .withRounding(Rounding.stochastic(1));
        float[] first = quantized(weights, config);
        assertThat(quantized(weights, config)).isEqualTo(first);
        assertThat(Parallel.onOneThread(() -> quantized(weights, config))).isEqualTo(first);
        UniformGrid grid = new UniformGrid(1, 0, -128, 127);
        for (int i = 1; i < values.length; i += 7919) {
            assertThat(first[i]).isEqualTo(grid.quantize(0.5f, Rounding.stochastic(1), i));
        }
        // Half go up; neighbours, channels and seeds do not go together: 4 σ of 100,000 coins are 632.
        float[] second = quantized(weights, config.withRounding(Rounding.stochastic(2)));
        int ups = 0;
        int likeNeighbour = 0;
        int likeOtherChannel = 0;
        int likeOtherSeed = 0;
        for (int i = 1; i < 100_000; i++) {
            ups += first[i] == 1 ? 1 : 0;
            likeNeighbour += first[i] == first[i + 1] ? 1 : 0;
            likeOtherChannel += first[i] == first[i + 100_000] ? 1 : 0;
            likeOtherSeed += first[i] == second[i] ? 1 : 0;
        }
        assertThat(List.of(ups, likeNeighbour, likeOtherChannel, likeOtherSeed))
                .allSatisfy(count -> assertThat(count).isBetween(50_000 - 640, 50_000 + 640));
    }

    private static float[] quantized(LayerWeights weights, TensorConfig config) {
        return LayerQuantizer.values(weights, LayerQuantizer.grids(weights, config, NEVER), NEVER);
    }

    @Test
    void namesAndChoicesAreValues() {
        assertThat(Rounding.of(Direction.HALF_EVEN)).isSameAs(Rounding.HALF_EVEN);
        assertThat(Rounding.stochastic(4)).isEqualTo(Rounding.stochastic(4)).isNotEqualTo(Rounding.stochastic(5));
        assertThat(Rounding.of(Direction.FLOOR).isHalfEven()).isFalse();
    }
}
