package org.bitwright.export;

import java.util.Collection;
import java.util.List;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepSeries;

/** Where the points of a sweep stand on the axis of bits: dots of the same width beside each other. */
public final class SweepPlaces {
    private static final double APART = 0.17;

    private SweepPlaces() {}

    /**
     * The point's width, moved a little where several formats have one width only, and the same.
     *
     * @param all the series of the chart
     */
    public static double of(SweepPoint point, Collection<SweepSeries> all) {
        if (!point.series().isDot()) {
            return point.bits();
        }
        List<SweepSeries> beside = all.stream()
                .filter(series -> series.isDot() && series.family().minBits() == point.bits())
                .toList();
        double middle = (beside.size() - 1) / 2.0;
        return point.bits() + (Math.max(0, beside.indexOf(point.series())) - middle) * APART;
    }
}
