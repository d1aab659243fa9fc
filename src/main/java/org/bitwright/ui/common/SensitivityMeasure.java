package org.bitwright.ui.common;

import java.util.List;
import java.util.OptionalDouble;
import javafx.scene.paint.Color;
import org.bitwright.analysis.sensitivity.SensitivityCell;

/**
 * What a cell of the heat map is coloured by. All measures span many powers of ten, so that colours go by logarithms;
 * dark is bad.
 */
public enum SensitivityMeasure {
    /** Accuracy lost against float on the same samples, a share. */
    LOST(List.of(0.0, 0.001, 0.01, 0.1, 1.0)) {
        @Override
        OptionalDouble of(SensitivityCell cell, Sensitivities known) {
            return known.lost(cell);
        }

        @Override
        public double badness(double lost) {
            return Math.log1p(Math.max(0, lost) / SMALL_LOSS) / Math.log1p(1 / SMALL_LOSS);
        }

        @Override
        public String text(double lost) {
            return Math.abs(lost) < TEN_POINTS ? Numbers.points(lost).replace('-', '−') : oneDecimal(100 * lost);
        }

        @Override
        public String tick(double lost) {
            return Numbers.shortText(100 * lost);
        }
    },

    /** Divergence of the outputs from those of the float network, nats a sample. */
    KL(List.of(1e-5, 1e-3, 0.1, 10.0)) {
        @Override
        OptionalDouble of(SensitivityCell cell, Sensitivities known) {
            double kl = cell.fidelity().kl();
            return Double.isNaN(kl) ? OptionalDouble.empty() : OptionalDouble.of(kl);
        }

        @Override
        public double badness(double kl) {
            return kl <= 0 ? 0 : (Math.log10(kl) + 5) / 6;
        }

        @Override
        public String text(double kl) {
            return Numbers.twoDigits(kl);
        }

        @Override
        public String tick(double kl) {
            return Numbers.shortText(kl);
        }
    },

    /** Of the outputs against those of the float network, dB. */
    SQNR(List.of(50.0, 40.0, 30.0, 20.0, 10.0, 0.0)) {
        @Override
        OptionalDouble of(SensitivityCell cell, Sensitivities known) {
            double db = cell.fidelity().sqnrDb();
            return Double.isNaN(db) ? OptionalDouble.empty() : OptionalDouble.of(db);
        }

        @Override
        public double badness(double db) {
            return 1 - Heat.shareOfSqnr(db);
        }

        @Override
        public String text(double db) {
            return Double.isInfinite(db) ? Numbers.shortText(db) : oneDecimal(db);
        }

        @Override
        public String tick(double db) {
            return Numbers.shortText(db);
        }
    };

    /** A loss from which on the colour goes by its logarithm. */
    private static final double SMALL_LOSS = 0.001;

    private static final double TEN_POINTS = 0.1;

    private final List<Double> ticks;

    SensitivityMeasure(List<Double> ticks) {
        this.ticks = ticks;
    }

    /** Empty where it has no meaning for the data. */
    abstract OptionalDouble of(SensitivityCell cell, Sensitivities known);

    /** Place on the scale of colours, from 0 (harmless) to 1. */
    public abstract double badness(double value);

    /** As a cell shows it, without a unit. */
    public abstract String text(double value);

    /** As the legend shows it. */
    public abstract String tick(double value);

    public Color colour(double value) {
        return Heat.viridis(1 - badness(value));
    }

    /** Values that the legend names, from harmless to bad. */
    public List<Double> ticks() {
        return ticks;
    }

    /** In the user's words, with the unit. */
    public String caption() {
        return Texts.get("sensitivityMeasure." + name());
    }

    private static String oneDecimal(double value) {
        return String.format(java.util.Locale.ROOT, "%.1f", value).replace('-', '−');
    }
}
