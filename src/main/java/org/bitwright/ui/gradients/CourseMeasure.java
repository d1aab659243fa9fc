package org.bitwright.ui.gradients;

import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Numbers;

/** What is shown of gradients over time. */
enum CourseMeasure {
    SQNR {
        @Override
        double of(GradientStatistics gradient) {
            return gradient.sqnr();
        }

        @Override
        String text(double value) {
            return Numbers.decibels(value) + " dB";
        }
    },
    GREATEST {
        @Override
        double of(GradientStatistics gradient) {
            return gradient.maxAbs();
        }

        @Override
        String text(double value) {
            return Numbers.shortText(value);
        }
    },
    /** Share of values that rounding makes 0. */
    LOST {
        @Override
        double of(GradientStatistics gradient) {
            return gradient.roundedToZero() * 100;
        }

        @Override
        String text(double value) {
            return Numbers.percent(value / 100);
        }
    };

    abstract double of(GradientStatistics gradient);

    abstract String text(double value);
}
