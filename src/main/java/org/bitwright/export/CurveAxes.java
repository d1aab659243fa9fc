package org.bitwright.export;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Where epochs and values lie in the plot area of a training curve. Units are those of the picture, y downwards.
 *
 * @param left of the plot area
 * @param top of the plot area
 * @param epochs at the right edge; the left edge is the start of training
 * @param low value at the lower edge
 * @param high value at the upper edge
 * @param log whether equal ratios of values are equally far apart
 */
public record CurveAxes(
        double left, double top, double width, double height, double epochs, double low, double high, boolean log) {
    private static final double MARGIN = 0.04;
    private static final double[] DIGITS = {1, 2, 5};
    private static final int MOST_EPOCH_TICKS = 10;

    /**
     * Axes that show all finite values; from 0 to 1 where there is none.
     *
     * @param leastSpan what the axis spans at least, so that noise does not look like a step
     */
    public static CurveAxes fitting(
            double epochs,
            double[] values,
            double leastSpan,
            boolean log,
            double left,
            double top,
            double width,
            double height) {
        double[] shown = DoubleStream.of(values)
                .filter(value -> Double.isFinite(value) && (!log || value > 0))
                .toArray();
        double low = DoubleStream.of(shown).min().orElse(log ? 0.1 : 0);
        double high = DoubleStream.of(shown).max().orElse(1);
        CurveAxes tight = new CurveAxes(left, top, width, height, Math.max(1, epochs), low, high, log);
        return log ? tight.widenedByRatio() : tight.widened(leastSpan);
    }

    private CurveAxes widened(double leastSpan) {
        double span = Math.max(high - low, leastSpan);
        double centre = (low + high) / 2;
        double lower = centre - span * (0.5 + MARGIN);
        return between(low >= 0 ? Math.max(0, lower) : lower, centre + span * (0.5 + MARGIN));
    }

    private CurveAxes widenedByRatio() {
        double ratio = Math.max(1.5, Math.pow(high / low, MARGIN));
        return between(low / ratio, high * ratio);
    }

    private CurveAxes between(double lower, double upper) {
        return new CurveAxes(left, top, width, height, epochs, lower, upper, log);
    }

    public double x(double epoch) {
        return left + width * epoch / epochs;
    }

    /** The time at a place, in epochs. */
    public double epoch(double x) {
        return (x - left) / width * epochs;
    }

    public double y(double value) {
        return top + height * (place(high) - place(value)) / (place(high) - place(low));
    }

    private double place(double value) {
        return log ? Math.log10(value) : value;
    }

    public double right() {
        return left + width;
    }

    public double bottom() {
        return top + height;
    }

    /** Whether a value has a place: a logarithm needs one above 0. */
    public boolean shows(double value) {
        return Double.isFinite(value) && (!log || value > 0);
    }

    /** At most so many whole epochs along the axis. */
    public AxisTicks epochTicks(int most) {
        AxisTicks ticks = AxisTicks.within(0, epochs, Math.min(most, MOST_EPOCH_TICKS));
        return ticks.step() >= 1 ? ticks : AxisTicks.within(0, epochs, (int) Math.floor(epochs));
    }

    /** Round values along the axis: 1, 2 and 5 times powers of ten on a logarithmic one, as far as they fit. */
    public List<Double> valueTicks(int most) {
        if (!log) {
            return AxisTicks.within(low, high, most).values();
        }
        List<Double> fine = decades(DIGITS);
        if (fine.size() <= Math.max(2, most)) {
            return fine;
        }
        List<Double> powers = decades(1);
        int every = Math.max(1, (powers.size() + most - 1) / Math.max(1, most));
        List<Double> some = new ArrayList<>();
        for (int i = 0; i < powers.size(); i += every) {
            some.add(powers.get(i));
        }
        return some;
    }

    private List<Double> decades(double... digits) {
        List<Double> found = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double digit : digits) {
                double value =
                        BigDecimal.valueOf(digit).scaleByPowerOfTen(power).doubleValue();
                if (value >= low && value <= high) {
                    found.add(value);
                }
            }
        }
        return found;
    }

    /** What is written beside a tick of {@link #valueTicks}. */
    public String label(double value, int most) {
        if (!log) {
            return AxisTicks.within(low, high, most).label(value);
        }
        BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
        return exact.scale() <= 5 ? exact.toPlainString() : exact.toString().replace('-', '−');
    }
}
