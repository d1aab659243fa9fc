package org.bitwright.quant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/**
 * A weight that is read piece by piece, for one that memory cannot hold. It is cut into stripes, each of which is read
 * from its start to its end by one thread; their number depends on the weight alone, so that sums that are combined in
 * their order never depend on the number of threads.
 *
 * @param channels number of granules along the channel axis; 1 where there is none
 * @param inner number of consecutive values of one channel
 */
record WeightPieces(Tensor tensor, int channels, long inner) {
    private static final int PIECE = 1 << 18;
    private static final int STRIPES = 8;
    /** What is gathered of each channel takes memory in every stripe. */
    private static final int MOST_STRIPED_CHANNELS = 1 << 13;

    /** Takes {@code values[0 … count − 1]}, the first of which is number {@code first} of the weight. */
    @FunctionalInterface
    interface Piece {
        void take(int stripe, float[] values, int count, long first);
    }

    /** Takes {@code values[from … to − 1]} of a piece, all of one channel. */
    @FunctionalInterface
    interface Run {
        void take(int channel, int from, int to);
    }

    static WeightPieces of(Layer layer) {
        Shape shape = layer.weight().shape();
        OptionalInt axis = layer.channelAxis();
        return axis.isEmpty()
                ? new WeightPieces(layer.weight(), 1, shape.elements())
                : new WeightPieces(
                        layer.weight(),
                        Math.toIntExact(shape.extent(axis.getAsInt())),
                        shape.product(axis.getAsInt() + 1, shape.rank()));
    }

    int stripes() {
        return channels > MOST_STRIPED_CHANNELS ? 1 : STRIPES;
    }

    /** @throws IOException if the weight cannot be read */
    void forEach(CancelToken cancel, Piece piece) throws IOException {
        long elements = tensor.shape().elements();
        try {
            Parallel.forSlices(stripes(), cancel, stripe -> {
                long end = start(stripe + 1, elements);
                float[] values = new float[(int) Math.min(PIECE, Math.max(1, end - start(stripe, elements)))];
                for (long first = start(stripe, elements); first < end; first += values.length) {
                    cancel.throwIfCancelled();
                    int count = (int) Math.min(values.length, end - first);
                    read(first, values, count);
                    piece.take(stripe, values, count, first);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long start(int stripe, long elements) {
        return elements / stripes() * stripe + elements % stripes() * stripe / stripes();
    }

    private void read(long first, float[] into, int count) {
        try {
            tensor.readFloats(first, into, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The runs of a piece that begins with value number {@code first} of the weight. */
    void forEachRun(int count, long first, Run run) {
        for (int at = 0; at < count; ) {
            long place = first + at;
            int length = (int) Math.min(inner - place % inner, count - at);
            run.take((int) (place / inner % channels), at, at + length);
            at += length;
        }
    }
}
