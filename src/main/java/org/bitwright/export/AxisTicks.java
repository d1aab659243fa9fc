package org.bitwright.export;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param step distance between neighbours, positive
 * @param values rising, none for an empty axis
 */
public record AxisTicks(double step, List<Double> values) {
    private static final int MOST_DECIMALS = 6;
    private static final double LARGEST_PLAIN = 1e6;

    public AxisTicks {
        values = List.copyOf(values);
    }

    /** At most {@code most} ticks between {@code low} and {@code high}, the ends included; at least one is asked for. */
    public static AxisTicks within(double low, double high, int most) {
        if (!(high > low) || !Double.isFinite(high - low)) {
            return new AxisTicks(1, List.of());
        }
        double step = roundStep((high - low) / Math.max(1, most));
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        List<Double> values = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            values.add(multiple(i, step));
        }
        return new AxisTicks(step, values);
    }

    /** The least of 1, 2, 5 times a power of ten that is not below {@code least}. */
    public static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double digit : new double[] {1, 2, 5}) {
            if (digit * power >= least * (1 - 1e-9)) {
                return clean(digit * power);
            }
        }
        return clean(10 * power);
    }

    /** A value with as many decimals as the step needs, with a true minus sign. */
    public String label(double value) {
        int decimals = Math.max(0, -(int) Math.floor(Math.log10(step) + 1e-9));
        boolean plain = decimals <= MOST_DECIMALS && Math.abs(value) < LARGEST_PLAIN;
        String text = plain ? String.format(Locale.ROOT, "%." + decimals + "f", value) : scientific(value, decimals);
        return (value == 0 ? text.replace("-", "") : text).replace('-', '−');
    }

    private static String scientific(double value, int decimals) {
        if (value == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
        int digits = Math.max(0, exponent + decimals);
        BigDecimal mantissa =
                new BigDecimal(String.format(Locale.ROOT, "%." + digits + "f", value / Math.pow(10, exponent)));
        return (mantissa.signum() == 0 ? "0" : mantissa.stripTrailingZeros().toPlainString()) + "e" + exponent;
    }

    private static double multiple(long count, double step) {
        return BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(count)).doubleValue();
    }

    private static double clean(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3e", value));
    }
}
