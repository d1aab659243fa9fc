package org.bitwright.export;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.bitwright.analysis.Fidelity;

/** By what the cells of a heat map are coloured. The names are stable. */
public enum SensitivityMeasure {
    /** Top-1 accuracy lost, in percentage points; of a spared layer, won back. */
    DROP("drop", value -> Math.log1p(value / 0.2) / Math.log1p(50 / 0.2)) {
        @Override
        double raw(SensitivityNumbers numbers) {
            return 100 * numbers.drop() * (numbers.spared() ? -1 : 1);
        }
    },
    /** Mean divergence from the float network's answer, in thousandths of a nat; of a spared layer, saved. */
    KL("kl", value -> Math.log1p(value / 0.2) / Math.log1p(2000 / 0.2)) {
        @Override
        double raw(SensitivityNumbers numbers) {
            Fidelity own = numbers.fidelity();
            return 1e3 * (numbers.spared() ? numbers.reference().kl() - own.kl() : own.kl());
        }
    },
    /** Signal-to-noise ratio of the outputs, in dB; of a spared layer, won. */
    SQNR("output_sqnr_db", value -> 1 - value / 50) {
        @Override
        double raw(SensitivityNumbers numbers) {
            Fidelity own = numbers.fidelity();
            return numbers.spared() ? own.sqnrDb() - numbers.reference().sqnrDb() : own.sqnrDb();
        }

        @Override
        double heat(SensitivityNumbers numbers, double value) {
            return numbers.spared() ? value / 20 : super.heat(numbers, value);
        }
    };

    private final String id;
    private final DoubleUnaryOperator scale;

    SensitivityMeasure(String id, DoubleUnaryOperator scale) {
        this.id = id;
        this.scale = scale;
    }

    abstract double raw(SensitivityNumbers numbers);

    double heat(SensitivityNumbers numbers, double value) {
        return scale.applyAsDouble(Math.max(0, value));
    }

    public String id() {
        return id;
    }

    /** Accuracy where there are labels; else the divergence, or, of outputs that have none, the noise. */
    public static SensitivityMeasure usual(Fidelity floating) {
        return floating.outcomes().isPresent() ? DROP : Double.isNaN(floating.kl()) ? SQNR : KL;
    }

    /** The number in the measure's unit. */
    public double value(SensitivityNumbers numbers) {
        return raw(numbers);
    }

    /** Where it stands from calm to alarming, 0…1: on a fixed scale, so that pictures can be compared; NaN for NaN. */
    public double heat(SensitivityNumbers numbers) {
        double heat = heat(numbers, raw(numbers));
        return Double.isNaN(heat) ? heat : Math.max(0, Math.min(1, heat));
    }

    /** Where a number of a layer that is quantized alone stands, in the measure's unit: for the ticks of a scale. */
    public double heat(double value) {
        return Math.max(0, Math.min(1, scale.applyAsDouble(Math.max(0, value))));
    }

    /** As short as it fits into a cell, with a true minus sign; what a spared layer wins with its sign. */
    public String text(SensitivityNumbers numbers) {
        double value = raw(numbers);
        if (Double.isNaN(value)) {
            return "–";
        }
        String sign = numbers.spared() && value > 0 ? "+" : "";
        if (Double.isInfinite(value)) {
            return value > 0 ? sign + "∞" : "−∞";
        }
        int decimals = Math.abs(value) < 9.995 && this != SQNR ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
        return sign + (digits.matches("−[0.]+") ? digits.substring(1) : digits);
    }
}
