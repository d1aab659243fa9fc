package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UniformGridTest {
    private static final NumberFormat.Uniform INT8 = new NumberFormat.Uniform(8, Scheme.SYMMETRIC);

    @Test
    void schemesHaveTheirLimits() {
        assertThat(new int[] {Scheme.SYMMETRIC.qmin(8), Scheme.SYMMETRIC.qmax(8)})
                .containsExactly(-128, 127);
        assertThat(new int[] {Scheme.NARROW.qmin(8), Scheme.NARROW.qmax(8)}).containsExactly(-127, 127);
        assertThat(new int[] {Scheme.ASYMMETRIC.qmin(8), Scheme.ASYMMETRIC.qmax(8)})
                .containsExactly(0, 255);
        assertThat(new int[] {Scheme.SYMMETRIC.qmin(2), Scheme.SYMMETRIC.qmax(2)})
                .containsExactly(-2, 1);
        assertThat(new int[] {Scheme.NARROW.qmin(2), Scheme.NARROW.qmax(2)}).containsExactly(-1, 1);
        assertThat(new int[] {Scheme.ASYMMETRIC.qmin(16), Scheme.ASYMMETRIC.qmax(16)})
                .containsExactly(0, 65535);
    }

    @Test
    void tiesGoToTheEvenCode() {
        UniformGrid grid = new UniformGrid(1f, 0, -128, 127);
        assertThat(grid.quantize(0.5f)).isZero();
        assertThat(grid.quantize(1.5f)).isEqualTo(2f);
        assertThat(grid.quantize(2.5f)).isEqualTo(2f);
        assertThat(grid.quantize(-1.5f)).isEqualTo(-2f);
        assertThat(grid.quantize(-127.5f)).isEqualTo(-128f);
        assertThat(grid.quantize(127.5f)).isEqualTo(127f);
    }

    @Test
    void theRoundedQuotientDecidesNotTheRoundedCode() {
        // With zero point 1 the tie 0.5 still goes to quotient 0, code 1.
        UniformGrid grid = new UniformGrid(1f, 1, 0, 255);
        assertThat(grid.encode(0.5f)).isEqualTo(1);
        assertThat(grid.quantize(0.5f)).isZero();
    }

    @Test
    void codesAreClamped() {
        UniformGrid grid = new UniformGrid(0.5f, 85, 0, 255);
        assertThat(grid.encode(1e30f)).isEqualTo(255);
        assertThat(grid.encode(-1e30f)).isZero();
        assertThat(grid.encode(Float.POSITIVE_INFINITY)).isEqualTo(255);
        assertThat(grid.encode(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(grid.encode(Float.NaN)).isEqualTo(85);
        assertThat(new UniformGrid(Float.MIN_NORMAL, 0, -8, 7).encode(1e10f)).isEqualTo(7);
    }

    @Test
    void levelsRiseFromEndToEnd() {
        UniformGrid grid = new UniformGrid(0.5f, 1, 0, 3);
        assertThat(grid.levels()).isEqualTo(4);
        assertThat(new float[] {grid.level(0), grid.level(1), grid.level(3)}).containsExactly(-0.5f, 0f, 1f);
        assertThat(grid.reachableMin()).isEqualTo(-0.5f);
        assertThat(grid.reachableMax()).isEqualTo(1f);
        assertThat(grid.step()).isEqualTo(0.5f);
    }

    @Test
    void quantizingTwiceChangesNothing() {
        SplittableRandom random = new SplittableRandom(1);
        for (Scheme scheme : Scheme.values()) {
            for (int bits = 2; bits <= 16; bits++) {
                NumberFormat.Uniform format = new NumberFormat.Uniform(bits, scheme);
                UniformGrid grid = UniformGrid.of(
                        format, new Range(-(float) random.nextDouble(0.01, 9), (float) random.nextDouble(0.01, 9)));
                for (int i = 0; i < 200; i++) {
                    float once = grid.quantize((float) random.nextDouble(-10, 10));
                    assertThat(grid.quantize(once)).isEqualTo(once);
                }
                assertThat(grid.quantize(0f)).isZero();
            }
        }
    }

    @Test
    void anImpossibleGridIsRefused() {
        for (float scale : new float[] {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE}) {
            assertThatThrownBy(() -> new UniformGrid(scale, 0, -128, 127)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new UniformGrid(1f, 256, 0, 255)).hasMessageContaining("256");
    }

    @Test
    void aHandMadeRangeComesBackWithItsBits() {
        ManualGrid manual = ManualGrid.ofRange(new Range(-1f, 1f));
        UniformGrid eight = manual.grid(INT8);
        assertThat(eight.scale()).isEqualTo(1f / 127);
        assertThat(manual.grid(new NumberFormat.Uniform(4, Scheme.SYMMETRIC)).scale())
                .isEqualTo(1f / 7);
        assertThat(manual.grid(INT8)).isEqualTo(eight);
    }

    @Test
    void aHandMadeScaleHoldsAtItsOwnLimitsOnly() {
        UniformGrid typed = new UniformGrid(0.01f, 0, -128, 127);
        ManualGrid manual = ManualGrid.ofGrid(typed);
        assertThat(manual.grid(INT8)).isEqualTo(typed);
        // The reached range −1.28 … 1.27 decides at 4 bits.
        assertThat(manual.grid(new NumberFormat.Uniform(4, Scheme.SYMMETRIC)).scale())
                .isEqualTo(typed.reachableMin() / -7);
    }

    @Test
    void levelsStayFinite() {
        for (Scheme scheme : Scheme.values()) {
            for (int bits = 2; bits <= 16; bits++) {
                NumberFormat.Uniform format = new NumberFormat.Uniform(bits, scheme);
                UniformGrid grid = UniformGrid.of(format, new Range(-Float.MAX_VALUE, Float.MAX_VALUE));
                assertThat(grid.level(0)).isFinite();
                assertThat(grid.level(grid.levels() - 1)).isFinite();
                assertThat(grid.quantize(Float.MAX_VALUE)).isPositive();
            }
        }
        assertThatThrownBy(() -> new UniformGrid(1e38f, 0, -128, 127))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not finite");
    }
}
