package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GranuleValuesTest {
    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** Where vectors are there: with fewer values than lanes, with a part of a block, with several blocks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 9, 16, 150, 255, 256, 257, 784, 5_000})
    void vectorsGiveTheSumsOfPlainLoopsToTheBit(int count) {
        float[] values = values(count);
        for (UniformGrid grid : grids()) {
            double plain = squaredError(values, grid, false);
            assertThat(squaredError(values, grid, true)).isEqualTo(plain);
            assertThat(plain).isCloseTo(reference(values, grid), within(1e-5 * reference(values, grid) + 1e-12));
        }
    }

    private static UniformGrid[] grids() {
        return new UniformGrid[] {
            new UniformGrid(0.02f, 0, -128, 127),
            new UniformGrid(0.2f, 0, -7, 7),
            new UniformGrid(0.15f, 3, 0, 15),
            new UniformGrid(0.5f, 0, 0, 3),
            new UniformGrid(1e-6f, 0, -2, 1),
            new UniformGrid(1e-4f, 0, -32_768, 32_767)
        };
    }

    private static double squaredError(float[] values, UniformGrid grid, boolean vectors) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        return new GranuleValues(values, new Range(-4, 4)).squaredError(grid);
    }

    /** As numerics.md defines the grid: divide in float32, round half to even, clamp. */
    private static double reference(float[] values, UniformGrid grid) {
        double sum = 0;
        for (float x : values) {
            double steps = Math.max(
                    grid.qmin() - grid.zeroPoint(),
                    Math.min(grid.qmax() - grid.zeroPoint(), Math.rint(x / grid.scale())));
            double e = (float) (steps * grid.scale()) - (double) x;
            sum += e * e;
        }
        return sum;
    }

    /** Ends, zeros of both signs and ties of the grids among them. */
    private static float[] values(int count) {
        Random random = new Random(count);
        float[] values = new float[count];
        float[] special = {0f, -0f, 0.1f, -0.1f, 0.25f, -0.25f, 0.75f, 4f, -4f, 1e-20f};
        for (int i = 0; i < count; i++) {
            values[i] = i % 7 == 3 ? special[i / 7 % special.length] : (float) random.nextGaussian() / 2;
        }
        return values;
    }
}
