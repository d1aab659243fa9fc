package org.bitwright.ui.front;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.bitwright.export.AxisTicks;
import org.bitwright.ui.common.Numbers;

/** What the horizontal axis counts, and how values lie on it. */
enum FrontScale {
    SIZE_LOG,
    SIZE,
    BITS;

    /** A tick and what stands at it. */
    record Tick(double position, String label) {}

    private static final double[] DIGITS = {1, 2, 5};
    /** Ratio of the ends below which decades have too few ticks. */
    private static final double NARROW = 8;

    double value(FrontPoint point) {
        return this == BITS ? point.averageBits() : point.bytes();
    }

    /** Place of a value along the axis, in the axis' own unit. */
    double position(double value) {
        return this == SIZE_LOG ? Math.log10(Math.max(1, value)) : value;
    }

    double position(FrontPoint point) {
        return position(value(point));
    }

    /** Round values between two positions, at most about {@code most}. */
    List<Tick> ticks(double low, double high, int most) {
        if (this == SIZE_LOG) {
            return logTicks(low, high, most);
        }
        if (this == BITS) {
            AxisTicks ticks = AxisTicks.within(low, high, most);
            return labelled(ticks, ticks::label);
        }
        double unit = unit(high);
        AxisTicks ticks = AxisTicks.within(low / unit, high / unit, most);
        return ticks.values().stream()
                .map(value -> new Tick(value * unit, bytes(value * unit)))
                .toList();
    }

    private static List<Tick> labelled(AxisTicks ticks, DoubleFunction<String> label) {
        return ticks.values().stream()
                .map(value -> new Tick(value, label.apply(value)))
                .toList();
    }

    private static List<Tick> logTicks(double low, double high, int most) {
        double from = Math.pow(10, low);
        double to = Math.pow(10, high);
        if (to / from < NARROW) {
            return AxisTicks.within(from, to, most).values().stream()
                    .filter(value -> value > 0)
                    .map(value -> new Tick(Math.log10(value), bytes(value)))
                    .toList();
        }
        List<Tick> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(low); decade <= Math.ceil(high); decade++) {
            for (double digit : DIGITS) {
                double value = digit * Math.pow(10, decade);
                if (value >= from && value <= to) {
                    ticks.add(new Tick(Math.log10(value), bytes(value)));
                }
            }
        }
        return ticks;
    }

    private static double unit(double high) {
        return high >= 1e9 ? 1e9 : high >= 1e6 ? 1e6 : high >= 1e3 ? 1e3 : 1;
    }

    /** A round size without the zeros that a measured one has: 20 KB. */
    private static String bytes(double bytes) {
        return Numbers.bytes(Math.round(bytes))
                .replaceAll("(\\.\\d*?)0+ ", "$1 ")
                .replace(". ", " ");
    }
}
