package org.bitwright.quant;

/**
 * The error of a grid from a histogram's bins. Everything is reckoned in steps, t = x / scale, with each bin's values
 * evenly spread over [a, b]. The integral of the squared rounding error from 0 to t has the closed form k/12 + (t −
 * k)³/3, where k is t rounded and clamped: so a bin costs the same whether it lies within one step, spans many, or is
 * cut by an end of the range.
 */
final class HistogramEstimate {
    private static final double END_TOLERANCE = 0x1p-22;

    private final MomentHistogram histogram;
    private final double low;
    private final double high;
    private final double below;
    private final double above;
    private double squaredValue;
    private double squaredError;
    private double squaredClipError;
    private double valueTimesError;
    private double maxError;
    private double clipped;

    private HistogramEstimate(MomentHistogram histogram, double low, double high) {
        this.histogram = histogram;
        this.low = low;
        this.high = high;
        this.below = low - Math.abs(low) * END_TOLERANCE;
        this.above = high + Math.abs(high) * END_TOLERANCE;
    }

    static QuantError of(MomentHistogram histogram, Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            int low = uniform.qmin() - uniform.zeroPoint();
            int high = uniform.qmax() - uniform.zeroPoint();
            return new HistogramEstimate(histogram, low, high).uniform(uniform.scale());
        }
        if (grid instanceof BinaryGrid binary) {
            return new HistogramEstimate(histogram, -binary.alpha(), binary.alpha()).binary(binary.alpha());
        }
        return grid instanceof Grid.Identity
                ? new HistogramEstimate(histogram, 0, 0).identity()
                : LevelEstimate.of(histogram, grid);
    }

    private QuantError uniform(double scale) {
        double origin = histogram.lowerEdge(0) / scale;
        double first = histogram.min() / scale;
        double last = histogram.max() / scale;
        double width = histogram.binWidth() / scale;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            long count = histogram.spreadCount(bin);
            if (count > 0) {
                double mean = origin + (bin + 0.5 + histogram.offset(bin)) * width;
                double spread = histogram.spreadInBins(bin) * width;
                addUniform(count, mean, spread, Math.max(mean - spread, first), Math.min(mean + spread, last));
            }
        }
        return result(scale);
    }

    private void addUniform(double count, double mean, double spread, double from, double to) {
        double levelFrom = level(from);
        double levelTo = level(to);
        double variance = spread * spread / 3;
        double farthest = Math.max(Math.abs(from - levelFrom), Math.abs(to - levelTo));
        double error;
        double product;
        if (levelFrom == levelTo) {
            double d = mean - levelFrom;
            error = d * d + variance;
            product = -levelFrom * d - error;
        } else {
            double length = to - from;
            error = (errorIntegral(to, levelTo) - errorIntegral(from, levelFrom)) / length;
            product = -(shiftIntegral(to, levelTo) - shiftIntegral(from, levelFrom)) / length - error;
            farthest = Math.max(farthest, 0.5);
        }
        if (farthest > maxError) {
            maxError = farthest;
        }
        squaredValue += count * (mean * mean + variance);
        squaredError += count * error;
        valueTimesError += count * product;
        if (to > above || from < below) {
            addClipped(count, error, from, to);
        }
    }

    private void addClipped(double count, double error, double from, double to) {
        if (from > above || to < below) {
            clipped += count;
            squaredClipError += count * error;
            return;
        }
        if (to > above) {
            addTail(count, to - high, to - from);
        }
        if (from < below) {
            addTail(count, low - from, to - from);
        }
    }

    private void addTail(double count, double beyond, double length) {
        clipped += count * Math.min(1, beyond / length);
        squaredClipError += count * beyond * beyond * beyond / (3 * length);
    }

    private double level(double t) {
        double nearest = Math.rint(t);
        return nearest < low ? low : nearest > high ? high : nearest;
    }

    /** ∫ (t − k)² from 0. */
    private static double errorIntegral(double t, double level) {
        double d = t - level;
        return level / 12 + d * d * d / 3;
    }

    /** ∫ k·(t − k) from 0: nothing over a whole step. */
    private static double shiftIntegral(double t, double level) {
        double d = t - level;
        return level * (d * d - 0.25) / 2;
    }

    private QuantError binary(double alpha) {
        for (int bin = 0; bin < histogram.bins(); bin++) {
            long count = histogram.spreadCount(bin);
            if (count > 0) {
                double mean = histogram.mean(bin);
                double spread = histogram.spread(bin);
                addBinary(count, mean, spread, alpha);
            }
        }
        if (histogram.zeros() > 0) {
            addBinary(histogram.zeros(), 0, 0, alpha);
        }
        return result(1);
    }

    private void addBinary(long count, double mean, double spread, double alpha) {
        double from = Math.max(mean - spread, histogram.min());
        double to = Math.min(mean + spread, histogram.max());
        double square = mean * mean + spread * spread / 3;
        double magnitude = from < 0 && to > 0 ? (from * from + to * to) / (2 * (to - from)) : Math.abs(mean);
        double error = square - 2 * alpha * magnitude + alpha * alpha;
        squaredValue += count * square;
        squaredError += count * error;
        valueTimesError += count * (alpha * magnitude - square);
        double near = from < 0 && to > 0 ? alpha : Math.max(distance(from, alpha), distance(to, alpha));
        maxError = Math.max(maxError, Math.max(near, Math.max(distance(from, alpha), distance(to, alpha))));
        addClipped(count, error, from, to);
    }

    private static double distance(double x, double alpha) {
        return Math.abs(Math.abs(x) - alpha);
    }

    private QuantError identity() {
        for (int bin = 0; bin < histogram.bins(); bin++) {
            double mean = histogram.mean(bin);
            double spread = histogram.spread(bin);
            squaredValue += histogram.spreadCount(bin) * (mean * mean + spread * spread / 3);
        }
        return result(1);
    }

    private QuantError result(double scale) {
        double square = scale * scale;
        double value = squaredValue * square;
        double error = Math.max(0, squaredError * square);
        double product = valueTimesError * square;
        return new QuantError(
                histogram.total(),
                value,
                error,
                Math.min(error, squaredClipError * square),
                value + product,
                Math.max(0, value + 2 * product + error),
                maxError * scale,
                Math.round(clipped),
                false);
    }
}
