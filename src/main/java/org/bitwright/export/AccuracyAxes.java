package org.bitwright.export;

import java.util.Collection;
import java.util.stream.DoubleStream;
import org.bitwright.analysis.Accuracy;

/**
 * Where bits and accuracies lie in the plot area of the accuracy chart. Units are those of the picture, y downwards.
 *
 * @param left of the plot area
 * @param top of the plot area
 * @param low accuracy at the lower edge, 0…1
 * @param high accuracy at the upper edge, 0…1
 */
public record AccuracyAxes(double left, double top, double width, double height, double low, double high) {
    public static final int MIN_BITS = 1;
    public static final int MAX_BITS = 16;
    /** Free space before the first and after the last width, in bits. */
    private static final double MARGIN = 0.5;

    private static final int MOST_TICKS = 8;
    private static final double LEAST_SPAN = 0.02;

    /** Axes that show the intervals of all these accuracies; from 0 to 1 where there is none. */
    public static AccuracyAxes fitting(
            Collection<Accuracy> accuracies, double left, double top, double width, double height) {
        double[] values = accuracies.stream()
                .flatMapToDouble(a -> DoubleStream.of(a.low(), a.high()))
                .filter(Double::isFinite)
                .toArray();
        double low = DoubleStream.of(values).min().orElse(0);
        double high = DoubleStream.of(values).max().orElse(1);
        if (high - low < LEAST_SPAN) {
            double centre = (low + high) / 2;
            low = centre - LEAST_SPAN / 2;
            high = centre + LEAST_SPAN / 2;
        }
        double step = AxisTicks.roundStep((high - low) / MOST_TICKS);
        low = Math.max(0, Math.floor((low - 0.02 * (high - low)) / step) * step);
        high = Math.min(1, Math.ceil((high + 0.02 * (high - low)) / step) * step);
        return new AccuracyAxes(left, top, width, height, low, high);
    }

    public double x(double bits) {
        return left + width * (bits - MIN_BITS + MARGIN) / (MAX_BITS - MIN_BITS + 2 * MARGIN);
    }

    public double y(double accuracy) {
        return top + height * (high - accuracy) / (high - low);
    }

    public double right() {
        return left + width;
    }

    public double bottom() {
        return top + height;
    }

    /** Ticks of the vertical axis in per cent. */
    public AxisTicks percentTicks() {
        return AxisTicks.within(low * 100, high * 100, MOST_TICKS);
    }
}
