package org.bitwright.quant;

import java.io.IOException;
import java.util.Arrays;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * What is known of each granule of a tensor without looking at its values again: the ends, the sums of magnitudes and
 * squares, and the numbers of finite and NaN values.
 */
final class GranuleStatistics {
    /** Values of a run that are summed up at a time: short enough to stay in the cache. */
    private static final int PART = 1 << 12;

    private static final int VECTOR = 16;

    private final float[] min;
    private final float[] max;
    private final double[] sumMagnitudes;
    private final double[] sumSquares;
    private final long[] finite;
    private final long[] nan;

    private GranuleStatistics(int granules) {
        min = new float[granules];
        max = new float[granules];
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        sumMagnitudes = new double[granules];
        sumSquares = new double[granules];
        finite = new long[granules];
        nan = new long[granules];
    }

    /** The same of values that are read piece by piece. */
    static GranuleStatistics of(WeightPieces pieces, CancelToken cancel) throws IOException {
        GranuleStatistics[] parts = new GranuleStatistics[pieces.stripes()];
        Arrays.setAll(parts, stripe -> new GranuleStatistics(pieces.channels()));
        pieces.forEach(cancel, (stripe, values, count, first) -> parts[stripe].add(pieces, values, count, first));
        GranuleStatistics whole = new GranuleStatistics(pieces.channels());
        for (GranuleStatistics part : parts) {
            for (int channel = 0; channel < pieces.channels(); channel++) {
                whole.add(channel, part, channel);
            }
        }
        return whole;
    }

    private void add(WeightPieces pieces, float[] values, int count, long first) {
        if (pieces.inner() > 1 || pieces.channels() == 1) {
            pieces.forEachRun(count, first, (channel, from, to) -> addRun(channel, values, from, to));
            return;
        }
        for (int at = 0; at < count; ) {
            int channel = (int) ((first + at) % pieces.channels());
            int length = Math.min(pieces.channels() - channel, count - at);
            addRow(channel, values, at, length);
            at += length;
        }
    }

    static GranuleStatistics of(float[] values, ChannelLayout layout, CancelToken cancel) {
        return layout.hasLongRuns() ? ofRuns(values, layout, cancel) : ofColumns(values, layout, cancel);
    }

    private static GranuleStatistics ofRuns(float[] values, ChannelLayout layout, CancelToken cancel) {
        Runs runs = new Runs(layout);
        GranuleStatistics[] parts = new GranuleStatistics[runs.chunks()];
        Parallel.forSlices(parts.length, cancel, chunk -> {
            GranuleStatistics part = new GranuleStatistics(runs.count(chunk));
            runs.visit(chunk, (run, channel, from, to) -> part.addRun(run, values, from, to));
            parts[chunk] = part;
        });
        GranuleStatistics whole = new GranuleStatistics(layout.channels());
        for (int chunk = 0; chunk < parts.length; chunk++) {
            for (int run = 0; run < runs.count(chunk); run++) {
                whole.add(runs.channel(chunk, run), parts[chunk], run);
            }
        }
        return whole;
    }

    private static GranuleStatistics ofColumns(float[] values, ChannelLayout layout, CancelToken cancel) {
        ColumnTiles tiles = new ColumnTiles(layout);
        GranuleStatistics[] parts = new GranuleStatistics[tiles.tiles()];
        Parallel.forSlices(parts.length, cancel, tile -> {
            GranuleStatistics part = new GranuleStatistics(tiles.width(tile));
            for (int row = tiles.firstRow(tile); row < tiles.endRow(tile); row++) {
                part.addRow(0, values, tiles.start(tile, row), tiles.length(tile, row));
            }
            parts[tile] = part;
        });
        GranuleStatistics whole = new GranuleStatistics(layout.channels());
        for (int tile = 0; tile < parts.length; tile++) {
            for (int column = 0; column < tiles.width(tile); column++) {
                whole.add(tiles.channel(tile, column), parts[tile], column);
            }
        }
        return whole;
    }

    /** All granules as one. */
    GranuleStatistics together() {
        GranuleStatistics whole = new GranuleStatistics(1);
        for (int granule = 0; granule < min.length; granule++) {
            whole.add(0, this, granule);
        }
        return whole;
    }

    /** Values of the granules {@code first}, {@code first + 1} …, one each. */
    private void addRow(int first, float[] values, int at, int length) {
        for (int i = 0; i < length; i++) {
            float x = values[at + i];
            double magnitude = Math.abs(x);
            int j = first + i;
            if (magnitude <= Float.MAX_VALUE) {
                min[j] = Math.min(min[j], x + 0f);
                max[j] = Math.max(max[j], x + 0f);
                sumMagnitudes[j] += magnitude;
                sumSquares[j] += magnitude * magnitude;
                finite[j]++;
            } else if (Float.isNaN(x)) {
                nan[j]++;
            }
        }
    }

    private void addRun(int place, float[] values, int from, int to) {
        int at = from;
        if (VectorModule.isOn()) {
            VectorApiStatistics part = new VectorApiStatistics();
            for (; at < to; at += PART) {
                int n = Math.min(PART, to - at) / VECTOR * VECTOR;
                if (n > 0 && part.of(values, at, n)) {
                    add(place, part.min, part.max, part.magnitudes, part.squares, n);
                    addSingly(place, values, at + n, Math.min(to, at + PART));
                } else {
                    addSingly(place, values, at, Math.min(to, at + PART));
                }
            }
        } else {
            addSingly(place, values, from, to);
        }
    }

    private void addSingly(int place, float[] values, int from, int to) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        double magnitudes = 0;
        double squares = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            float x = values[i];
            double magnitude = Math.abs(x);
            if (magnitude <= Float.MAX_VALUE) {
                if (x < low) {
                    low = x;
                }
                if (x > high) {
                    high = x;
                }
                magnitudes += magnitude;
                squares += magnitude * magnitude;
                count++;
            } else if (Float.isNaN(x)) {
                nan[place]++;
            }
        }
        add(place, low, high, magnitudes, squares, count);
    }

    private void add(int place, float low, float high, double magnitudes, double squares, int count) {
        // Adding 0 makes 0 of −0, so that it does not matter which of them came first.
        min[place] = Math.min(min[place], low + 0f);
        max[place] = Math.max(max[place], high + 0f);
        sumMagnitudes[place] += magnitudes;
        sumSquares[place] += squares;
        finite[place] += count;
    }

    private void add(int place, GranuleStatistics other, int otherPlace) {
        min[place] = Math.min(min[place], other.min[otherPlace]);
        max[place] = Math.max(max[place], other.max[otherPlace]);
        sumMagnitudes[place] += other.sumMagnitudes[otherPlace];
        sumSquares[place] += other.sumSquares[otherPlace];
        finite[place] += other.finite[otherPlace];
        nan[place] += other.nan[otherPlace];
    }

    int granules() {
        return min.length;
    }

    /** The smallest and the largest finite value; 0 … 0 where there is none. */
    Range range(int granule) {
        return finite[granule] == 0 ? new Range(0, 0) : new Range(min[granule], max[granule]);
    }

    /** Mean magnitude of the finite values; 0 where there is none. */
    double meanMagnitude(int granule) {
        return finite[granule] == 0 ? 0 : sumMagnitudes[granule] / finite[granule];
    }

    /** Σx² of the finite values. */
    double sumSquares(int granule) {
        return sumSquares[granule];
    }

    /** Number of finite values of a granule that is held in memory. */
    int finite(int granule) {
        return Math.toIntExact(finite[granule]);
    }

    long finiteCount(int granule) {
        return finite[granule];
    }

    long nan(int granule) {
        return nan[granule];
    }

    /** Whether the granule holds no finite value but 0. */
    boolean isDead(int granule) {
        return finite[granule] == 0 || (min[granule] == 0 && max[granule] == 0);
    }
}
