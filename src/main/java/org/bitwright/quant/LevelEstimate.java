package org.bitwright.quant;

/**
 * The error of a grid whose levels lie anywhere, from a histogram's bins: each bin's values are evenly spread, and the
 * squared error is integrated over the piece of the bin that goes to each level. O(bins + levels), since both rise.
 */
final class LevelEstimate {
    private static final double END_TOLERANCE = 0x1p-22;

    private final MomentHistogram histogram;
    private final LevelCells cells;
    private final double low;
    private final double high;
    /** Whether a value becomes infinite: the ends of a histogram are values. */
    private final boolean overflows;

    private double squaredValue;
    private double squaredError;
    private double squaredClipError;
    private double valueTimesError;
    private double maxError;
    private double clipped;

    private LevelEstimate(MomentHistogram histogram, Grid grid) {
        this.histogram = histogram;
        this.cells = LevelCells.of(grid);
        this.low = grid.reachableMin() - Math.abs(grid.reachableMin()) * END_TOLERANCE;
        this.overflows =
                Float.isInfinite(grid.quantize(histogram.min())) || Float.isInfinite(grid.quantize(histogram.max()));
        this.high = grid.reachableMax() + Math.abs(grid.reachableMax()) * END_TOLERANCE;
    }

    static QuantError of(MomentHistogram histogram, Grid grid) {
        return new LevelEstimate(histogram, grid).error();
    }

    private QuantError error() {
        int cell = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (histogram.spreadCount(bin) > 0) {
                double from = Math.max(histogram.mean(bin) - histogram.spread(bin), histogram.min());
                double to = Math.min(histogram.mean(bin) + histogram.spread(bin), histogram.max());
                while (cell > 0 && from <= cells.end(cell - 1)) {
                    cell--;
                }
                cell = cells.find(cell, from);
                add(histogram.spreadCount(bin), from, to, cell);
            }
        }
        if (histogram.zeros() > 0) {
            addPoint(histogram.zeros(), 0, cells.level(cells.find(0, 0)));
        }
        if (overflows) {
            squaredError = Double.POSITIVE_INFINITY;
            squaredClipError = Double.POSITIVE_INFINITY;
            valueTimesError = Double.POSITIVE_INFINITY;
            maxError = Double.POSITIVE_INFINITY;
        }
        double error = Math.max(0, squaredError);
        return new QuantError(
                histogram.total(),
                squaredValue,
                error,
                Math.min(error, squaredClipError),
                squaredValue + valueTimesError,
                Math.max(0, squaredValue + 2 * valueTimesError + error),
                maxError,
                Math.round(clipped),
                false);
    }

    private void add(double count, double from, double to, int first) {
        if (from == to) {
            addPoint(count, from, cells.level(first));
            return;
        }
        double density = count / (to - from);
        double at = from;
        for (int cell = first; at < to; cell++) {
            double end = Math.min(to, cells.end(cell));
            addPiece(density, at, end, cells.level(cell));
            at = end;
        }
        addTails(density, from, to);
    }

    private void addPoint(double count, double x, double level) {
        double e = level - x;
        squaredValue += count * x * x;
        squaredError += count * e * e;
        valueTimesError += count * x * e;
        maxError = Math.max(maxError, Math.abs(e));
        if (x < low || x > high) {
            clipped += count;
            squaredClipError += count * e * e;
        }
    }

    private void addPiece(double density, double from, double to, double level) {
        double a = from - level;
        double b = to - level;
        double squares = (to * to * to - from * from * from) / 3;
        squaredValue += density * squares;
        squaredError += density * (b * b * b - a * a * a) / 3;
        valueTimesError += density * (level * (to * to - from * from) / 2 - squares);
        maxError = Math.max(maxError, Math.max(Math.abs(a), Math.abs(b)));
    }

    private void addTails(double density, double from, double to) {
        if (to > high) {
            addTail(density, Math.max(from, high) - high, to - high);
        }
        if (from < low) {
            addTail(density, low - Math.min(to, low), low - from);
        }
    }

    /** Values whose distance beyond an end goes from {@code near} to {@code far}. */
    private void addTail(double density, double near, double far) {
        clipped += density * (far - near);
        squaredClipError += density * (far * far * far - near * near * near) / 3;
    }
}
