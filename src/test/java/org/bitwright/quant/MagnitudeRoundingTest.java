package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MagnitudeRoundingTest {
    private static final int ULPS = 40;

    /** Around every level and every border half way between two: the distance is that to the nearest level. */
    @ParameterizedTest
    @EnumSource(
            value = FloatType.class,
            names = {"E4M3FN", "E5M2", "E2M1", "E2M3", "E3M2"})
    void noLevelIsNearerThanTheOneThatIsTaken(FloatType type) {
        for (int i = 0; i < type.levels(); i++) {
            float level = type.level(i);
            float next = i + 1 < type.levels() ? type.level(i + 1) : level * 1.5f;
            near(type, level);
            near(type, (level + next) / 2);
        }
    }

    private static void near(FloatType type, float middle) {
        float[] x = new float[2 * ULPS + 1];
        float[] magnitudes = new float[x.length];
        float[] quantized = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = middle + (i - ULPS) * Math.ulp(middle);
        }
        MagnitudeRounding.of(type).quantize(x, magnitudes, quantized, x.length, 1);
        for (int i = 0; i < x.length; i++) {
            float nearest = type.round(x[i], true, Rounding.HALF_EVEN, 0);
            assertThat(magnitudes[i]).isEqualTo(Math.abs(x[i]));
            assertThat(Math.abs((double) quantized[i] - magnitudes[i]))
                    .as("%s of %s", quantized[i], x[i])
                    .isEqualTo(Math.abs((double) nearest - x[i]));
        }
    }
}
