package org.bitwright.quant;

import org.bitwright.model.Layer;
import org.bitwright.model.Shape;

/**
 * Where the granules of a dense row-major tensor lie: value {@code (o · channels + c) · inner + i} belongs to granule
 * {@code c}. Per tensor it is one granule with everything in it.
 *
 * @param outer number of repetitions before the channel axis
 * @param channels number of granules
 * @param inner number of consecutive values of one granule
 */
public record ChannelLayout(int outer, int channels, int inner) implements GranuleLayout {
    private static final int LONG_RUN = 256;

    public static ChannelLayout tensor(Shape shape) {
        return new ChannelLayout(1, 1, Math.toIntExact(shape.elements()));
    }

    public static ChannelLayout channels(Shape shape, int axis) {
        return new ChannelLayout(
                Math.toIntExact(shape.product(0, axis)),
                Math.toIntExact(shape.extent(axis)),
                Math.toIntExact(shape.product(axis + 1, shape.rank())));
    }

    /** The layout of a layer's weight at a granularity; one granule where the layer has no channel axis. */
    public static ChannelLayout of(Layer layer, Granularity granularity) {
        return granularity.isChannel() && layer.channelAxis().isPresent()
                ? channels(layer.weight().shape(), layer.channelAxis().getAsInt())
                : tensor(layer.weight().shape());
    }

    @Override
    public int size() {
        return outer * channels * inner;
    }

    @Override
    public int granules() {
        return channels;
    }

    @Override
    public int granule(int index) {
        return index / inner % channels;
    }

    @Override
    public int values(int granule) {
        return valuesPerChannel();
    }

    @Override
    public int index(int granule, int place) {
        return (place / inner * channels + granule) * inner + place % inner;
    }

    @Override
    public void gather(float[] values, int granule, float[] into) {
        for (int o = 0; o < outer; o++) {
            System.arraycopy(values, (o * channels + granule) * inner, into, o * inner, inner);
        }
    }

    /** Whether the values of a granule lie together in runs that are worth a loop of their own. */
    boolean hasLongRuns() {
        return channels == 1 || inner >= LONG_RUN;
    }

    /** Number of values of one granule. */
    public int valuesPerChannel() {
        return outer * inner;
    }
}
