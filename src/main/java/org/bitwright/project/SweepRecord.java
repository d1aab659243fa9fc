package org.bitwright.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;

/** Takes down the points of a running sweep, so that a cancelled one leaves what it measured. */
final class SweepRecord implements Consumer<SweepPoint> {
    private record Place(SweepSeries series, int bits) {}

    private final SweepPlan plan;
    private final Map<Place, SweepPoint> newest = new LinkedHashMap<>();

    SweepRecord(SweepPlan plan) {
        this.plan = plan;
    }

    @Override
    public synchronized void accept(SweepPoint point) {
        newest.put(new Place(point.series(), point.bits()), point);
    }

    /** The most samples that any point was measured on. */
    synchronized int samples() {
        return (int) newest.values().stream()
                .mapToLong(point -> point.accuracy().samples())
                .max()
                .orElse(0);
    }

    /** What was measured so far, in the plan's order; empty where nothing was. */
    synchronized Optional<SweepResult> partial(Accuracy floatAccuracy) {
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        var points = new ArrayList<SweepPoint>();
        for (SweepSeries series : plan.series()) {
            for (int bits : series.widths(plan.bits())) {
                SweepPoint point = newest.get(new Place(series, bits));
                if (point != null) {
                    points.add(point);
                }
            }
        }
        return Optional.of(new SweepResult(plan, floatAccuracy, points, Double.NaN));
    }
}
