package org.bitwright.ui.gradients;

import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;

/**
 * How many values rounding puts on each level, as far as the bins of a histogram tell: their values are taken as evenly
 * spread, those that are exactly 0 apart. With stochastic rounding it is the number that is to be expected.
 *
 * @param step distance between levels, above 0
 * @param counts of the levels from the lowest, {@code −(counts.length / 2)·step}
 */
record GradientLevels(double step, double[] counts) {
    /** A bin is cut into so many parts a step. */
    private static final int PARTS_A_STEP = 16;

    private static final int FEWEST_PARTS = 8;

    /** More than this many bits, and levels cannot be told apart. */
    private static final int MOST_BITS = 9;

    static boolean canBeDrawn(GradientStatistics gradient, GradientRounding rounding) {
        return gradient.step() > 0 && rounding.bits() <= MOST_BITS;
    }

    /** Levels to either side of 0. */
    static int side(GradientRounding rounding) {
        return (1 << (rounding.bits() - 1)) - 1;
    }

    static GradientLevels of(GradientStatistics gradient, GradientRounding rounding) {
        int side = side(rounding);
        double[] counts = new double[2 * side + 1];
        long[] bins = gradient.histogram();
        double width = 2 * gradient.maxAbs() / bins.length;
        int parts = Math.max(FEWEST_PARTS, (int) Math.ceil(PARTS_A_STEP * width / gradient.step()));
        long zeros = Math.round(gradient.zeros() * gradient.values());
        counts[side] = zeros;
        for (int bin = 0; bin < bins.length; bin++) {
            double count = bin == bins.length / 2 ? Math.max(0, bins[bin] - zeros) : bins[bin];
            for (int part = 0; count > 0 && part < parts; part++) {
                double value = -gradient.maxAbs() + (bin + (part + 0.5) / parts) * width;
                put(counts, value / gradient.step() + side, count / parts, rounding.stochastic());
            }
        }
        return new GradientLevels(gradient.step(), counts);
    }

    private static void put(double[] counts, double place, double count, boolean stochastic) {
        int last = counts.length - 1;
        if (!stochastic) {
            counts[(int) Math.max(0, Math.min(last, Math.rint(place)))] += count;
            return;
        }
        int below = (int) Math.max(0, Math.min(last, Math.floor(place)));
        double up = below == last ? 0 : Math.max(0, Math.min(1, place - below));
        counts[below] += count * (1 - up);
        counts[Math.min(last, below + 1)] += count * up;
    }

    int side() {
        return counts.length / 2;
    }

    double level(int index) {
        return (index - side()) * step;
    }

    /** The level nearest to a value. */
    int nearest(double value) {
        return (int) Math.max(0, Math.min(counts.length - 1, Math.rint(value / step) + side()));
    }
}
