package org.bitwright.quant;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * Goes over the finite values of a channel, or of all, with their errors. The cut into pieces depends on the number of
 * values alone, and what pieces found is put together in their order.
 */
final class ErrorPass {
    private static final int LEAST_PIECE = 1 << 15;

    /** Every piece has counts of its own: few enough for them to cost little, many enough to be cancelled soon. */
    private static final int MOST_PIECES = 32;

    /** The golden section: its multiples modulo 1 fill the unit evenly, however many there are (Weyl 1916). */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final float[] values;
    private final float[] quantized;
    private final LayerGrids grids;
    private final GranuleLayout granules;
    private final ChannelLayout channels;
    private final int channel;
    private final ErrorUnit unit;
    private final CancelToken cancel;

    /** What is done with one finite value; {@code error} in the pass's unit, perhaps infinite. */
    interface Visitor {
        void visit(int index, float x, double error);
    }

    /** Makes what visits the values of a piece. */
    private interface Visitors {
        Visitor of(int piece);
    }

    /** @param channel or {@link LayerErrors#ALL_CHANNELS} */
    ErrorPass(
            LayerWeights weights,
            QuantizedLayer layer,
            float[] quantized,
            int channel,
            ErrorUnit unit,
            CancelToken cancel) {
        this.values = weights.values();
        this.quantized = quantized;
        this.grids = layer.layerGrids();
        this.granules = weights.granules(grids.granularity());
        this.channels = weights.channelLayout();
        this.channel = channel;
        this.unit = unit;
        this.cancel = cancel;
    }

    ErrorHistogram histogram(double zoom, int bins) {
        double greatest = extremes().greatestError();
        double limit = greatest > 0 ? greatest * zoom : 1;
        ErrorHistogram axis = new ErrorHistogram(unit, limit, new long[bins], new long[bins], 0, 0, 0, greatest);
        ErrorCounts[] parts = new ErrorCounts[pieces()];
        each(piece -> {
            ErrorCounts counts = new ErrorCounts(axis);
            parts[piece] = counts;
            return (index, x, error) -> counts.add(error, clips(index, x));
        });
        ErrorCounts whole = new ErrorCounts(axis);
        for (ErrorCounts part : parts) {
            whole.add(part);
        }
        return whole.histogram();
    }

    ErrorScatter scatter(int most) {
        int count = count();
        int[] places = count <= most
                ? IntStream.range(0, count).map(this::index).toArray()
                : IntStream.concat(spread(count, most), extremes().indices())
                        .sorted()
                        .distinct()
                        .toArray();
        int[] finite =
                Arrays.stream(places).filter(i -> Float.isFinite(values[i])).toArray();
        float[] x = new float[finite.length];
        float[] rounded = new float[finite.length];
        double[] error = new double[finite.length];
        boolean[] clipped = new boolean[finite.length];
        for (int i = 0; i < finite.length; i++) {
            x[i] = values[finite[i]];
            rounded[i] = quantized[finite[i]];
            error[i] = error(finite[i]);
            clipped[i] = clips(finite[i], x[i]);
        }
        return new ErrorScatter(
                unit,
                x,
                rounded,
                error,
                clipped,
                count <= most ? finite.length : extremes().finite());
    }

    private IntStream spread(int count, int most) {
        return IntStream.range(0, most).map(k -> {
            double turn = k * GOLDEN;
            return index((int) ((turn - Math.floor(turn)) * count));
        });
    }

    ErrorDensity errorDensity(int columns, int rows) {
        ErrorExtremes extremes = extremes();
        double limit = extremes.greatestError() > 0 ? extremes.greatestError() : 1;
        return density(extremes, -limit, limit, columns, rows, false);
    }

    ErrorDensity valueDensity(int columns, int rows) {
        ErrorExtremes extremes = extremes();
        double low = extremes.leastQuantized();
        double high = extremes.greatestQuantized();
        return density(extremes, low < high ? low : low - 1, low < high ? high : low + 1, columns, rows, true);
    }

    private ErrorDensity density(
            ErrorExtremes extremes, double low, double high, int columns, int rows, boolean ofValues) {
        double left = extremes.least();
        double right = extremes.greatest();
        ErrorDensity empty = new ErrorDensity(
                left < right ? left : left - 1, left < right ? right : left + 1, low, high, columns, rows, new int[0]);
        int[][] parts = new int[pieces()][];
        each(piece -> {
            int[] counts = new int[columns * rows];
            parts[piece] = counts;
            return (index, x, error) -> {
                double y = ofValues ? quantized[index] : error;
                if (!Double.isInfinite(y)) {
                    counts[empty.row(y) * columns + empty.column(x)]++;
                }
            };
        });
        int[] all = new int[columns * rows];
        for (int[] part : parts) {
            for (int i = 0; i < all.length; i++) {
                all[i] += part[i];
            }
        }
        return new ErrorDensity(empty.xMin(), empty.xMax(), low, high, columns, rows, all);
    }

    private ErrorExtremes extremes() {
        ErrorExtremes[] parts = new ErrorExtremes[pieces()];
        each(piece -> {
            ErrorExtremes extremes = new ErrorExtremes();
            parts[piece] = extremes;
            return (index, x, error) -> extremes.add(index, x, quantized[index], error);
        });
        ErrorExtremes whole = new ErrorExtremes();
        for (ErrorExtremes part : parts) {
            whole.add(part);
        }
        return whole;
    }

    private int count() {
        return channel < 0 ? values.length : channels.valuesPerChannel();
    }

    /** Where value number {@code place} of those that are visited is stored. */
    private int index(int place) {
        return channel < 0
                ? place
                : (place / channels.inner() * channels.channels() + channel) * channels.inner()
                        + place % channels.inner();
    }

    private int pieces() {
        return Math.min(MOST_PIECES, Math.max(1, count() / LEAST_PIECE));
    }

    private void each(Visitors visitors) {
        int pieces = pieces();
        long count = count();
        Parallel.forSlices(pieces, cancel, piece -> {
            Visitor visitor = visitors.of(piece);
            int end = (int) (count * (piece + 1) / pieces);
            for (int place = (int) (count * piece / pieces); place < end; place++) {
                int index = index(place);
                float x = values[index];
                if (Float.isFinite(x)) {
                    visitor.visit(index, x, error(index));
                }
            }
        });
    }

    private double error(int index) {
        double error = (double) quantized[index] - values[index];
        return unit == ErrorUnit.STEP ? error / grid(index).step() : error;
    }

    private boolean clips(int index, float x) {
        return ReachableEnds.clips(grid(index), x);
    }

    private Grid grid(int index) {
        return grids.size() == 1 ? grids.get(0) : grids.get(granules.granule(index));
    }
}
