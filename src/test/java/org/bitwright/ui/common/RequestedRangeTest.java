package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;

class RequestedRangeTest {
    private static final TensorConfig SYMMETRIC = config(Scheme.SYMMETRIC);
    private static final TensorConfig ASYMMETRIC = config(Scheme.ASYMMETRIC);

    @Test
    void whatWasAskedForStaysAsItWasAsked() {
        Range asked = new Range(-1, 0.5f);
        TensorConfig config = SYMMETRIC.withManual(0, ManualGrid.ofRange(asked));
        UniformGrid grid = ManualGrid.ofRange(asked).grid(new NumberFormat.Uniform(8, Scheme.SYMMETRIC));
        assertThat(RequestedRange.of(config, 0, grid)).isEqualTo(asked);
    }

    @Test
    void aCalibratedSymmetricRangeIsWhatGivesTheScale() {
        UniformGrid grid = new UniformGrid(0.5f, 0, -128, 127);
        assertThat(RequestedRange.of(SYMMETRIC, 0, grid)).isEqualTo(new Range(-63.5f, 63.5f));
    }

    @Test
    void aCalibratedAsymmetricRangeIsWhatTheIntegersReach() {
        UniformGrid grid = new UniformGrid(0.5f, 55, 0, 255);
        assertThat(RequestedRange.of(ASYMMETRIC, 0, grid)).isEqualTo(new Range(-27.5f, 100f));
    }

    @Test
    void withoutAZeroPointBothEndsMove() {
        assertThat(RequestedRange.withMax(SYMMETRIC.format(), new Range(-1, 1), 0.25f))
                .isEqualTo(new Range(-0.25f, 0.25f));
        assertThat(RequestedRange.withMin(SYMMETRIC.format(), new Range(-1, 1), -2))
                .isEqualTo(new Range(-2, 2));
    }

    @Test
    void withAZeroPointTheOtherEndStays() {
        assertThat(RequestedRange.withMax(ASYMMETRIC.format(), new Range(-1, 1), 0.25f))
                .isEqualTo(new Range(-1, 0.25f));
    }

    @Test
    void endsThatCrossAreRefused() {
        assertThatThrownBy(() -> RequestedRange.withMin(ASYMMETRIC.format(), new Range(-1, 1), 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TensorConfig config(Scheme scheme) {
        return TensorConfig.of(NumberFormat.uniform(8, scheme), Granularity.TENSOR, Calibrator.minMax());
    }
}
