package org.bitwright.quant;

import org.bitwright.model.Layer;

/** Size of stored weights, exact to the byte (numerics, "Size"). */
public final class StorageSize {
    private static final int SCALE_BITS = 32;
    private static final int BLOCK_SCALE_BITS = 8;

    private StorageSize() {}

    /**
     * Bytes of the layer's weight under a configuration: payload bits + 32 a scale (8 a block of MX and NVFP4, which has
     * 32 for the tensor besides) + zero points at the format's width where the scheme has them + 32 a centroid, rounded
     * up to whole bytes; unquantized at the weight's own width.
     */
    public static long bytes(Layer layer, TensorConfig config) {
        if (!config.format().isQuantized()) {
            return layer.weight().type().bytesFor(layer.parameters());
        }
        NumberFormat format = config.format();
        long granules = GranuleLayout.of(layer, config.granularity()).granules();
        long payload = Math.multiplyExact(layer.parameters(), (long) format.bits());
        return (Math.addExact(payload, granules * bitsPerGranule(format)) + tensorBits(format) + 7) / 8;
    }

    private static long bitsPerGranule(NumberFormat format) {
        if (format instanceof NumberFormat.HalfFloat) {
            return 0;
        }
        if (format instanceof NumberFormat.Microscaling || format instanceof NumberFormat.NvFp4) {
            return BLOCK_SCALE_BITS;
        }
        if (format instanceof NumberFormat.Codebook codebook) {
            return (long) SCALE_BITS << codebook.bits();
        }
        return SCALE_BITS + zeroPointBits(format);
    }

    /** NVFP4's scale of the tensor. */
    private static int tensorBits(NumberFormat format) {
        return format instanceof NumberFormat.NvFp4 ? SCALE_BITS : 0;
    }

    private static int zeroPointBits(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform
                        && uniform.scheme().hasZeroPoint()
                ? uniform.bits()
                : 0;
    }
}
