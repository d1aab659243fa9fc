package org.bitwright.ui.training;

import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;
import org.bitwright.ui.common.Numbers;

/** What is drawn over the epochs. */
enum CurveKind {
    LOSS(0.01) {
        @Override
        double training(EpochRecord epoch) {
            return epoch.loss();
        }

        @Override
        double validation(EpochRecord epoch) {
            return epoch.validation().map(score -> score.loss()).orElse(Double.NaN);
        }

        @Override
        double step(StepReport report) {
            return report.loss();
        }

        @Override
        String text(double value) {
            return Numbers.shortText(value);
        }
    },
    /** In per cent. */
    ACCURACY(1) {
        @Override
        double training(EpochRecord epoch) {
            return 100 * epoch.accuracy();
        }

        @Override
        double validation(EpochRecord epoch) {
            return epoch.validation().map(score -> 100 * score.accuracy()).orElse(Double.NaN);
        }

        @Override
        double step(StepReport report) {
            return 100 * report.accuracy();
        }

        @Override
        String text(double value) {
            return Numbers.percent(value / 100);
        }
    };

    private final double leastSpan;

    CurveKind(double leastSpan) {
        this.leastSpan = leastSpan;
    }

    /** What the axis spans at least. */
    double leastSpan() {
        return leastSpan;
    }

    abstract double training(EpochRecord epoch);

    /** Not a number where nothing is held out. */
    abstract double validation(EpochRecord epoch);

    abstract double step(StepReport report);

    abstract String text(double value);

    /** Where the marker of an epoch stands: at its validation, or at its training where there is none. */
    double marked(EpochRecord epoch) {
        double held = validation(epoch);
        return Double.isNaN(held) ? training(epoch) : held;
    }
}
