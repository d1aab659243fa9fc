package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GranuleValuesTest {
    private static final Range RANGE = new Range(-4, 4);

    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** Where vectors are there: with fewer values than lanes, with a part of a block, with several blocks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 9, 16, 150, 255, 256, 257, 784, 5_000, 16_385, 33_001})
    void vectorsGiveTheSumsOfPlainLoopsToTheBit(int count) {
        float[] values = values(count);
        for (Grid grid : Stream.concat(uniform().stream(), floats().stream()).toList()) {
            double plain = squaredError(values, grid, false);
            assertThat(squaredError(values, grid, true)).as("%s", grid).isEqualTo(plain);
            double reference = reference(values, grid);
            assertThat(plain).as("%s", grid).isCloseTo(reference, within(1e-5 * reference + 1e-12));
        }
    }

    /** Equal errors are rounded the same way each time that one is added in single precision. */
    @Test
    void theErrorOfVeryManyValuesIsKnownMoreNearlyThanSearchesNotice() {
        float[] values = new float[1 << 19];
        Arrays.fill(values, 0.337f);
        for (Grid grid : List.of(new UniformGrid(0.125f, 0, -8, 7), new FloatGrid(FloatType.E2M1, 1 / 6f, true))) {
            double reference = reference(values, grid);
            for (boolean vectors : new boolean[] {false, true}) {
                assertThat(squaredError(values, grid, vectors))
                        .as("%s, vectors %s", grid, vectors)
                        .isCloseTo(reference, within(RangeSearch.NOTABLE / 10 * reference));
            }
        }
    }

    /** One grid and several at a time, more than are looked at together. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 31, 32, 33, 150, 255, 256})
    void manyGridsAtATimeGiveTheSumsOfPlainLoopsToTheBit(int count) {
        assumeTrue(VectorModule.isPresent());
        float[] values = values(count);
        assertThat(FewValues.suits(values, RANGE)).isTrue();
        FewValues few = new FewValues(values.clone());
        for (List<? extends Grid> grids : List.of(uniform(), floats(FloatType.E4M3FN), floats(FloatType.E2M1))) {
            List<Grid> many = new ArrayList<>();
            for (int n = 1; n <= 3 * few.together() + 1; n++) {
                many.add(grids.get(n % grids.size()));
                double[] errors = new double[n];
                few.ofEach(many.toArray(Grid[]::new), n, errors);
                double[] plain = many.stream()
                        .mapToDouble(grid -> squaredError(values, grid, false))
                        .toArray();
                assertThat(errors).as("%s", many).containsExactly(plain);
                assertThat(few.of(many.get(n - 1))).isEqualTo(plain[n - 1]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-30f, 1e20f})
    void squaresThatWouldVanishOrOverflowAreReckonedInDouble(float magnitude) {
        float[] values = {magnitude, -0.3f * magnitude, 0.77f * magnitude};
        Range range = new Range(-magnitude, magnitude);
        assertThat(FewValues.suits(values, range)).isFalse();
        for (Grid grid :
                List.of(new UniformGrid(magnitude / 7, 0, -8, 7), new FloatGrid(FloatType.E2M1, magnitude / 6, true))) {
            double reference = reference(values, grid);
            assertThat(reference).isPositive();
            assertThat(new GranuleValues(values, range).of(grid)).isCloseTo(reference, within(1e-9 * reference));
        }
    }

    private static List<UniformGrid> uniform() {
        return List.of(
                new UniformGrid(0.02f, 0, -128, 127),
                new UniformGrid(0.2f, 0, -7, 7),
                new UniformGrid(0.15f, 3, 0, 15),
                new UniformGrid(0.5f, 0, 0, 3),
                new UniformGrid(1e-6f, 0, -2, 1),
                new UniformGrid(1e-4f, 0, -32_768, 32_767));
    }

    private static List<FloatGrid> floats() {
        return Stream.of(FloatType.E4M3FN, FloatType.E5M2, FloatType.E2M1, FloatType.E2M3, FloatType.E3M2)
                .flatMap(type -> floats(type).stream())
                .toList();
    }

    /** Scales by which all values are clipped, some, none; by which most become 0, and ones that are powers of two. */
    private static List<FloatGrid> floats(FloatType type) {
        return Stream.of(1e-9f, 0.5f / type.max(), 3.7f / type.max(), 0.0625f, 0.25f, 1f, 77f)
                .map(scale -> new FloatGrid(type, scale, true))
                .toList();
    }

    private static double squaredError(float[] values, Grid grid, boolean vectors) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        double error = new GranuleValues(values, RANGE).of(grid);
        System.clearProperty(VectorModule.PROPERTY);
        return error;
    }

    private static double reference(float[] values, Grid grid) {
        double sum = 0;
        for (float x : values) {
            double e = (grid instanceof UniformGrid uniform ? nearest(x, uniform) : nearest(x, (FloatGrid) grid)) - x;
            sum += e * e;
        }
        return sum;
    }

    /** As numerics.md defines the grid: divide in float32, round half to even, clamp. */
    private static double nearest(float x, UniformGrid grid) {
        double steps = Math.max(
                grid.qmin() - grid.zeroPoint(), Math.min(grid.qmax() - grid.zeroPoint(), Math.rint(x / grid.scale())));
        return (float) (steps * grid.scale());
    }

    /** The level nearest to x of all that the type has. */
    private static double nearest(float x, FloatGrid grid) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < grid.type().levels(); i++) {
            double level = grid.type().level(i) * grid.scale();
            nearest = Math.abs(level - x) < Math.abs(nearest - x) ? level : nearest;
        }
        return nearest;
    }

    /** Ends, zeros of both signs and ties of the grids among them. */
    private static float[] values(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        float[] special = {0f, -0f, 0.1f, -0.1f, 0.25f, -0.25f, 0.75f, 4f, -4f, 1e-20f, 0x1.fffffep-3f};
        for (int i = 0; i < count; i++) {
            values[i] = i % 7 == 3 ? special[i / 7 % special.length] : (float) random.nextGaussian() / 2;
        }
        return values;
    }
}
