package org.bitwright.analysis;

import java.util.List;

/**
 * A finished or cancelled sweep.
 *
 * @param floatAccuracy of the unquantized network on the same samples
 * @param points in the order of series and widths of the plan; only what was measured
 * @param floatSeconds of one plain float inference pass over the same data
 */
public record SweepResult(SweepPlan plan, Accuracy floatAccuracy, List<SweepPoint> points, double floatSeconds) {
    public SweepResult {
        points = List.copyOf(points);
    }
}
