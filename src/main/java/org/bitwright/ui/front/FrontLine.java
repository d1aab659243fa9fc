package org.bitwright.ui.front;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The points that no other one beats: whatever has a higher score costs more. */
final class FrontLine {
    private FrontLine() {}

    /** By rising cost and score; of points of the same cost and score the first. */
    static List<FrontPoint> of(List<FrontPoint> points, FrontScale scale) {
        List<FrontPoint> ordered = points.stream()
                .filter(FrontPoint::isFull)
                .filter(point -> point.score().samples() > 0)
                .sorted(Comparator.comparingDouble(scale::value)
                        .thenComparing(Comparator.comparingDouble(
                                        (FrontPoint point) -> point.score().top1())
                                .reversed()))
                .toList();
        List<FrontPoint> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (FrontPoint point : ordered) {
            if (point.score().top1() > best) {
                best = point.score().top1();
                front.add(point);
            }
        }
        return front;
    }
}
