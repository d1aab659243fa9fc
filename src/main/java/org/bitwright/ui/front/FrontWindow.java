package org.bitwright.ui.front;

import java.util.Collection;
import java.util.stream.DoubleStream;
import org.bitwright.analysis.Accuracy;

/** What part of the chart is seen: ends of its axes, as positions in the unit of their scales. */
record FrontWindow(double left, double right, double low, double high) {
    private static final double MARGIN = 0.05;
    /** Share of the whole below which it does not zoom further. */
    private static final double SMALLEST = 0.002;
    /** Height of a chart whose scores are all alike, as positions. */
    private static final double LEAST_HEIGHT = 0.02;

    /** All points with their intervals, and the float network's score. */
    static FrontWindow around(
            FrontScale scale, ScoreScale scores, Collection<FrontPoint> points, Collection<Accuracy> others) {
        double[] x = points.stream().mapToDouble(scale::position).toArray();
        double left = DoubleStream.of(x).min().orElse(0);
        double right = DoubleStream.of(x).max().orElse(1);
        double spare = right > left ? MARGIN * (right - left) : Math.max(0.1, MARGIN * Math.abs(left));
        double[] y = DoubleStream.concat(
                        points.stream().flatMapToDouble(p -> ends(p.score())),
                        others.stream().flatMapToDouble(FrontWindow::ends))
                .filter(Double::isFinite)
                .map(scores::position)
                .toArray();
        double low = DoubleStream.of(y).min().orElse(0);
        double high = DoubleStream.of(y).max().orElse(1);
        double grow = Math.max(MARGIN * (high - low), (LEAST_HEIGHT - (high - low)) / 2);
        return new FrontWindow(
                left - spare,
                right + spare,
                Math.max(scores.lowest(), low - grow),
                Math.min(scores.highest(), high + grow));
    }

    /** The same from {@code lowest} upwards, or as it is where nothing would be left. */
    FrontWindow above(double lowest) {
        return lowest < high ? new FrontWindow(left, right, Math.max(low, lowest), high) : this;
    }

    private static DoubleStream ends(Accuracy accuracy) {
        return DoubleStream.of(accuracy.low(), accuracy.high());
    }

    /** Nearer by {@code factor} below 1, farther above; what lies at ({@code x}, {@code y}) stays there. */
    FrontWindow zoomed(double factor, double x, double y, FrontWindow whole) {
        double by = Math.max(factor, SMALLEST * (whole.right - whole.left) / (right - left));
        return new FrontWindow(x + by * (left - x), x + by * (right - x), y + by * (low - y), y + by * (high - y))
                .within(whole);
    }

    FrontWindow moved(double byX, double byY, FrontWindow whole) {
        return new FrontWindow(left + byX, right + byX, low + byY, high + byY).within(whole);
    }

    private FrontWindow within(FrontWindow whole) {
        double width = Math.min(right - left, whole.right - whole.left);
        double height = Math.min(high - low, whole.high - whole.low);
        double l = Math.max(whole.left, Math.min(left, whole.right - width));
        double b = Math.max(whole.low, Math.min(low, whole.high - height));
        return new FrontWindow(l, l + width, b, b + height);
    }

    boolean contains(double x, double y) {
        return x >= left && x <= right && y >= low && y <= high;
    }

    boolean isWhole(FrontWindow whole) {
        return right - left >= (whole.right - whole.left) * (1 - 1e-9)
                && high - low >= (whole.high - whole.low) * (1 - 1e-9);
    }
}
