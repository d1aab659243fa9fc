package org.bitwright.ui.graph;

import java.util.Arrays;

/** The way of a link: a line through points, from the node that gives the value to one that takes it. */
final class Route {
    private final double[] x;
    private final double[] y;
    private final Box bounds;

    Route(double[] x, double[] y) {
        this.x = x.clone();
        this.y = y.clone();
        double left = Arrays.stream(x).min().orElse(0);
        double top = Arrays.stream(y).min().orElse(0);
        bounds = new Box(
                left,
                top,
                Arrays.stream(x).max().orElse(0) - left,
                Arrays.stream(y).max().orElse(0) - top);
    }

    int points() {
        return x.length;
    }

    double x(int point) {
        return x[point];
    }

    double y(int point) {
        return y[point];
    }

    Box bounds() {
        return bounds;
    }

    Route moved(double byX, double byY) {
        return new Route(
                Arrays.stream(x).map(value -> value + byX).toArray(),
                Arrays.stream(y).map(value -> value + byY).toArray());
    }

    /** Left and right exchanged between 0 and {@code width}. */
    Route mirrored(double width) {
        return new Route(Arrays.stream(x).map(value -> width - value).toArray(), y);
    }

    /** Distance of a place from the line. */
    double distance(double atX, double atY) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < x.length; i++) {
            double dx = x[i] - x[i - 1];
            double dy = y[i] - y[i - 1];
            double length = dx * dx + dy * dy;
            double along = length == 0 ? 0 : ((atX - x[i - 1]) * dx + (atY - y[i - 1]) * dy) / length;
            double share = Math.max(0, Math.min(1, along));
            least = Math.min(least, Math.hypot(atX - x[i - 1] - share * dx, atY - y[i - 1] - share * dy));
        }
        return least;
    }
}
