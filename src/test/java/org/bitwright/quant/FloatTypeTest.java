package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.bitwright.model.HalfPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every code and every border of every type, worked out from the specifications: IEEE 754-2019, 3.4 (binary16, and
 * bfloat16 in the same way); OCP 8-bit Floating Point Specification 1.0, tables 1 and 2; OCP Microscaling Formats 1.0,
 * tables 3 to 5.
 */
class FloatTypeTest {
    /** What a specification says of a type. */
    private enum Specification {
        FLOAT16(5, 10, 15, true, false),
        BFLOAT16(8, 7, 127, true, false),
        E4M3FN(4, 3, 7, false, true),
        E5M2(5, 2, 15, true, false),
        E2M1(2, 1, 1, false, false),
        E2M3(2, 3, 1, false, false),
        E3M2(3, 2, 3, false, false);

        final int exponentBits;
        final int mantissaBits;
        final int bias;
        final boolean topExponentIsSpecial;
        final boolean allOnesIsNan;

        Specification(
                int exponentBits, int mantissaBits, int bias, boolean topExponentIsSpecial, boolean allOnesIsNan) {
            this.exponentBits = exponentBits;
            this.mantissaBits = mantissaBits;
            this.bias = bias;
            this.topExponentIsSpecial = topExponentIsSpecial;
            this.allOnesIsNan = allOnesIsNan;
        }

        /** (−1)^S · 2^(E − bias) · (1 + M/2^m), and (−1)^S · 2^(1 − bias) · M/2^m where E is 0. */
        double value(int code) {
            int mantissa = code % (1 << mantissaBits);
            int exponent = code / (1 << mantissaBits) % (1 << exponentBits);
            double sign = code / (1 << mantissaBits) / (1 << exponentBits) == 0 ? 1 : -1;
            boolean top = exponent == (1 << exponentBits) - 1;
            if (top && topExponentIsSpecial) {
                return mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
            }
            if (top && allOnesIsNan && mantissa == (1 << mantissaBits) - 1) {
                return Double.NaN;
            }
            double fraction = mantissa / Math.pow(2, mantissaBits);
            return exponent == 0
                    ? sign * Math.pow(2, 1 - bias) * fraction
                    : sign * Math.pow(2, exponent - bias) * (1 + fraction);
        }
    }

    private static Specification of(FloatType type) {
        return Specification.valueOf(type.name());
    }

    private static float round(FloatType type, float x) {
        return type.round(x, true, Rounding.HALF_EVEN, 0);
    }

    private static float round(FloatType type, float x, Rounding.Direction direction) {
        return type.round(x, true, Rounding.of(direction), 0);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeHasItsValueAndEveryValueItsCode(FloatType type) {
        for (int code = 0; code < 1 << type.bits(); code++) {
            float expected = (float) of(type).value(code);
            assertThat(Float.floatToIntBits(type.decode(code)))
                    .as("%s %s", type, Integer.toBinaryString(code))
                    .isEqualTo(Float.floatToIntBits(expected));
            if (!Float.isNaN(expected)) {
                assertThat(type.encode(expected)).isEqualTo(code);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 65504, 0x1p-14, 0x1p-24, 15",
        "BFLOAT16, 0x1.FEp127, 0x1p-126, 0x1p-133, 127",
        "E4M3FN, 448, 0x1p-6, 0x1p-9, 8",
        "E5M2, 57344, 0x1p-14, 0x1p-16, 15",
        "E2M1, 6, 1, 0.5, 2",
        "E2M3, 7.5, 1, 0.125, 2",
        "E3M2, 28, 0.25, 0.0625, 4"
    })
    void limitsAreThoseOfTheTables(FloatType type, float max, float leastNormal, float least, int maxExponent) {
        assertThat(type.max()).isEqualTo(max);
        assertThat(Math.scalb(1f, type.minExponent())).isEqualTo(leastNormal);
        assertThat(type.leastPositive()).isEqualTo(least);
        assertThat(type.maxExponent()).isEqualTo(maxExponent);
    }

    @Test
    void fp4HasFifteenValues() {
        float[] levels = {-6, -4, -3, -2, -1.5f, -1, -0.5f, 0, 0.5f, 1, 1.5f, 2, 3, 4, 6};
        assertThat(FloatType.E2M1.levels()).isEqualTo(levels.length);
        for (int i = 0; i < levels.length; i++) {
            assertThat(FloatType.E2M1.level(i)).isEqualTo(levels[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void levelsRiseThroughAllFiniteValues(FloatType type) {
        int count = type.levels();
        assertThat(type.level(0)).isEqualTo(-type.max());
        assertThat(type.level(count - 1)).isEqualTo(type.max());
        for (int i = 1; i < count; i++) {
            assertThat(type.level(i)).isGreaterThan(type.level(i - 1));
        }
        long finite = 0;
        for (int code = 0; code < 1 << type.bits(); code++) {
            finite += Double.isFinite(of(type).value(code)) ? 1 : 0;
        }
        assertThat(count).isEqualTo((int) finite - 1); // +0 and −0 are one level
    }

    @ParameterizedTest
    @EnumSource
    void everyTieGoesToTheEvenCodeAndItsNeighboursToTheNearerLevel(FloatType type) {
        int halves = 1 << type.bits() - 1;
        for (int code = 0; code + 1 < halves && Double.isFinite(of(type).value(code + 1)); code++) {
            float low = (float) of(type).value(code);
            float high = (float) of(type).value(code + 1);
            float tie = (float) ((of(type).value(code) + of(type).value(code + 1)) / 2);
            float even = code % 2 == 0 ? low : high;
            for (int sign = -1; sign <= 1; sign += 2) {
                assertBits(round(type, sign * low), sign * low);
                assertBits(round(type, sign * high), sign * high);
                assertBits(round(type, sign * tie), sign * even);
                assertBits(round(type, sign * Math.nextDown(tie)), sign * low);
                assertBits(round(type, sign * Math.nextUp(tie)), sign * high);
                assertBits(round(type, sign * tie, Rounding.Direction.HALF_AWAY), sign * high);
                assertBits(round(type, sign * tie, Rounding.Direction.TOWARD_ZERO), sign * low);
                assertBits(round(type, sign * tie, Rounding.Direction.FLOOR), sign > 0 ? low : -high);
                assertBits(round(type, sign * tie, Rounding.Direction.CEIL), sign > 0 ? high : -low);
            }
        }
    }

    private static void assertBits(float found, float expected) {
        assertThat(Float.floatToIntBits(found))
                .as("%s instead of %s", found, expected)
                .isEqualTo(Float.floatToIntBits(expected));
    }

    @ParameterizedTest
    @EnumSource
    void beyondTheGreatestItSaturatesOrBecomesInfinite(FloatType type) {
        float max = type.max();
        double step = of(type).value(type.encode(max)) - of(type).value(type.encode(max) - 1);
        float border = (float) (max + step / 2); // half way to what would be the next value
        for (float x : new float[] {border, Math.nextUp(border), 3 * max, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            float beyond = type.hasInfinity() ? Float.POSITIVE_INFINITY : max;
            assertThat(round(type, x)).isEqualTo(max);
            assertThat(round(type, -x)).isEqualTo(-max);
            assertThat(type.round(x, false, Rounding.HALF_EVEN, 0)).isEqualTo(beyond);
            assertThat(type.round(-x, false, Rounding.HALF_EVEN, 0)).isEqualTo(-beyond);
        }
        assertThat(type.round(Math.nextDown(border), false, Rounding.HALF_EVEN, 0))
                .isEqualTo(max);
    }

    @Test
    void sixteenBitCodesAreThoseThatFilesHold() {
        for (int code = 0; code < 1 << 16; code++) {
            assertBits(FloatType.FLOAT16.decode(code), HalfPrecision.fromFloat16((short) code));
            assertBits(FloatType.BFLOAT16.decode(code), HalfPrecision.fromBfloat16((short) code));
        }
    }
}
