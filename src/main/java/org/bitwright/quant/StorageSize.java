package org.bitwright.quant;

import org.bitwright.model.Layer;

/** Size of stored weights, exact to the byte (numerics, "Size"). */
public final class StorageSize {
    private static final int SCALE_BITS = 32;

    private StorageSize() {}

    /**
     * Bytes of the layer's weight under a configuration: payload bits + 32 a scale + zero points at the format's width
     * where the scheme has them, rounded up to whole bytes; unquantized at the weight's own width.
     */
    public static long bytes(Layer layer, TensorConfig config) {
        if (!config.format().isQuantized()) {
            return layer.weight().type().bytesFor(layer.parameters());
        }
        long granules = ChannelLayout.of(layer, config.granularity()).channels();
        long payload =
                Math.multiplyExact(layer.parameters(), (long) config.format().bits());
        long perGranule = SCALE_BITS + zeroPointBits(config.format());
        return (Math.addExact(payload, granules * perGranule) + 7) / 8;
    }

    private static int zeroPointBits(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform
                        && uniform.scheme().hasZeroPoint()
                ? uniform.bits()
                : 0;
    }
}
