package org.bitwright.ui.front;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.export.AxisTicks;

/** How scores lie on the vertical axis: evenly, or by the logarithm of what is missing to 100 %. */
enum ScoreScale {
    /** Errors of twenty times a score's are still near it. */
    ERROR_LOG(1.3),
    EVEN(0.2);

    /** What is missing to 100 % is not drawn below this share. */
    private static final double LEAST_ERROR = 1e-4;

    private static final double[] DIGITS = {5, 2, 1};
    /** Ratio of the errors at the ends below which decades have too few ticks. */
    private static final double NARROW = 4;

    private final double near;

    ScoreScale(double near) {
        this.near = near;
    }

    /** The lowest position that is worth looking at beside a score. */
    double lowestNear(double score) {
        return position(score) - near;
    }

    double position(double score) {
        return this == EVEN ? score : -Math.log10(Math.max(LEAST_ERROR, 1 - score));
    }

    double score(double position) {
        return this == EVEN ? position : 1 - Math.pow(10, -position);
    }

    double lowest() {
        return position(0);
    }

    double highest() {
        return position(1);
    }

    /** Round scores in per cent between two positions. */
    List<FrontScale.Tick> ticks(double low, double high, int most) {
        double from = 1 - score(low);
        double to = 1 - score(high);
        if (this == EVEN || from / to < NARROW) {
            AxisTicks ticks = AxisTicks.within(score(low) * 100, score(high) * 100, most);
            return ticks.values().stream()
                    .map(percent -> new FrontScale.Tick(position(percent / 100), ticks.label(percent)))
                    .toList();
        }
        List<FrontScale.Tick> ticks = new ArrayList<>();
        for (int decade = (int) Math.ceil(-low); decade >= Math.floor(-high); decade--) {
            for (double digit : DIGITS) {
                double error = digit * Math.pow(10, decade);
                if (error <= from && error >= to) {
                    AxisTicks label = new AxisTicks(Math.min(1, Math.pow(10, decade + 2)), List.of());
                    ticks.add(new FrontScale.Tick(-Math.log10(error), label.label(100 - 100 * error)));
                }
            }
        }
        return ticks;
    }
}
