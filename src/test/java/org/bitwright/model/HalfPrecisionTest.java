package org.bitwright.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    @Test
    void knownFloat16Values() {
        assertThat(HalfPrecision.fromFloat16((short) 0x3C00)).isEqualTo(1f);
        assertThat(HalfPrecision.fromFloat16((short) 0xC000)).isEqualTo(-2f);
        assertThat(HalfPrecision.fromFloat16((short) 0x7BFF)).isEqualTo(65504f);
        assertThat(HalfPrecision.fromFloat16((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfPrecision.fromFloat16((short) 0x03FF)).isEqualTo(1023 * 0x1p-24f);
        assertThat(HalfPrecision.fromFloat16((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(HalfPrecision.fromFloat16((short) 0x3555)).isEqualTo(0.333251953125f);
        assertThat(HalfPrecision.fromFloat16((short) 0x7C00)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfPrecision.fromFloat16((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfPrecision.fromFloat16((short) 0x7E00)).isNaN();
        assertThat(Float.floatToRawIntBits(HalfPrecision.fromFloat16((short) 0x8000)))
                .isEqualTo(0x80000000);
    }

    @Test
    void everyFloat16ComesBackAsItWas() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.fromFloat16((short) bits);
            if (Float.isNaN(value)) {
                assertThat(HalfPrecision.fromFloat16(HalfPrecision.toFloat16(value)))
                        .isNaN();
            } else {
                assertThat(HalfPrecision.toFloat16(value) & 0xFFFF).isEqualTo(bits);
            }
        }
    }

    @Test
    void float16RoundsToNearestAndHalfToEven() {
        for (int bits = 0; bits < 0x7BFF; bits++) {
            float low = HalfPrecision.fromFloat16((short) bits);
            float high = HalfPrecision.fromFloat16((short) (bits + 1));
            float middle = new BigDecimal(low)
                    .add(new BigDecimal(high))
                    .divide(BigDecimal.valueOf(2))
                    .floatValue();
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat((int) HalfPrecision.toFloat16(middle)).isEqualTo(even);
            assertThat((int) HalfPrecision.toFloat16(Math.nextDown(middle))).isEqualTo(bits);
            assertThat((int) HalfPrecision.toFloat16(Math.nextUp(middle))).isEqualTo(bits + 1);
        }
    }

    @Test
    void float16OverflowsToInfinityHalfwayBeyondTheGreatest() {
        assertThat(HalfPrecision.toFloat16(65519.996f)).isEqualTo((short) 0x7BFF);
        assertThat(HalfPrecision.toFloat16(65520f)).isEqualTo((short) 0x7C00);
        assertThat(HalfPrecision.toFloat16(-1e30f)).isEqualTo((short) 0xFC00);
        assertThat(HalfPrecision.toFloat16(Float.POSITIVE_INFINITY)).isEqualTo((short) 0x7C00);
    }

    @Test
    void tinyFloat16ValuesBecomeSignedZero() {
        assertThat(HalfPrecision.toFloat16(0x1p-25f)).isZero();
        assertThat(HalfPrecision.toFloat16(Math.nextUp(0x1p-25f))).isEqualTo((short) 1);
        assertThat(HalfPrecision.toFloat16(-Float.MIN_VALUE)).isEqualTo((short) 0x8000);
    }

    @Test
    void knownBfloat16Values() {
        assertThat(HalfPrecision.fromBfloat16((short) 0x3F80)).isEqualTo(1f);
        assertThat(HalfPrecision.toBfloat16(1f)).isEqualTo((short) 0x3F80);
        // 1 + 2^-8 lies halfway between 0x3F80 and 0x3F81; 1 + 3·2^-8 between 0x3F81 and 0x3F82.
        assertThat(HalfPrecision.toBfloat16(1 + 0x1p-8f)).isEqualTo((short) 0x3F80);
        assertThat(HalfPrecision.toBfloat16(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3F82);
        assertThat(HalfPrecision.toBfloat16(Math.nextUp(1 + 0x1p-8f))).isEqualTo((short) 0x3F81);
        assertThat(HalfPrecision.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
        assertThat(HalfPrecision.toBfloat16(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xFF80);
        assertThat(HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(Float.NaN)))
                .isNaN();
        assertThat(HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(Float.intBitsToFloat(0x7F800001))))
                .isNaN();
    }
}
