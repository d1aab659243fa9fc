package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;

/**
 * The stretch of values that is in view.
 *
 * @param low below {@code high}
 */
public record ValueWindow(double low, double high) {
    private static final double MARGIN = 0.1;
    /** A requested range that reaches further than this beyond the values would squeeze them out of sight. */
    private static final double WIDEST = 3;

    public ValueWindow {
        if (!(low < high)) {
            throw new IllegalArgumentException("a window needs " + low + " below " + high);
        }
    }

    /** A window that shows all values, zero, and the range where it lies near. */
    public static ValueWindow fitting(MomentHistogram histogram, Optional<Range> range) {
        double low = Math.min(0, histogram.min());
        double high = Math.max(0, histogram.max());
        double span = high - low;
        if (span <= 0) {
            return new ValueWindow(-1, 1);
        }
        if (range.isPresent()) {
            low = range.get().min() < low - WIDEST * span
                    ? low
                    : Math.min(low, range.get().min());
            high = range.get().max() > high + WIDEST * span
                    ? high
                    : Math.max(high, range.get().max());
        }
        double margin = MARGIN * (high - low);
        return new ValueWindow(low - margin, high + margin);
    }

    public double span() {
        return high - low;
    }

    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** The window scaled by {@code factor} (below 1 comes closer) so that {@code value} stays where it is. */
    public ValueWindow zoomed(double value, double factor) {
        return new ValueWindow(value - (value - low) * factor, value + (high - value) * factor);
    }

    public ValueWindow moved(double by) {
        return new ValueWindow(low + by, high + by);
    }

    /** This window brought back so that its middle stays within {@code whole} and its span within the bounds. */
    public ValueWindow within(ValueWindow whole, double leastSpan) {
        double span = Math.max(leastSpan, Math.min(span(), 2 * whole.span()));
        double middle = Math.max(whole.low, Math.min(whole.high, (low + high) / 2));
        return new ValueWindow(middle - span / 2, middle + span / 2);
    }
}
