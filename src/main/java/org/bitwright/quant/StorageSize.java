package org.bitwright.quant;

import java.util.List;
import org.bitwright.model.Layer;
import org.bitwright.quant.coding.EntropyCode;
import org.bitwright.quant.coding.SymbolSource;
import org.bitwright.task.CancelToken;

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
        long payload =
                Math.multiplyExact(layer.parameters(), (long) config.format().bits());
        return (Math.addExact(payload, gridBits(layer, config)) + Byte.SIZE - 1) / Byte.SIZE;
    }

    /**
     * Bytes of a weight with its codes entropy coded, tables included ({@link EntropyCode}), and the same scales, zero
     * points and codebooks beside them; unquantized at the weight's own width. Exactly what is written.
     *
     * @param grids as {@link LayerQuantizer#grids} gives them for the configuration
     */
    public static long entropyBytes(LayerWeights weights, TensorConfig config, List<Grid> grids, CancelToken cancel) {
        if (!config.format().isQuantized()) {
            return bytes(weights.layer(), config);
        }
        SymbolSource codes =
                LayerCodes.of(weights, LayerGrids.of(config, grids)).kept(cancel);
        return GridBytes.of(config).size(grids.size())
                + EntropyCode.of(codes, cancel).bytes();
    }

    private static long gridBits(Layer layer, TensorConfig config) {
        return GridBytes.of(config)
                .bits(GranuleLayout.of(layer, config.granularity()).granules());
    }

    /** Bits of scales, zero points and codebooks of so many granules. */
    static long gridBits(NumberFormat format, boolean zeroPoints, long granules) {
        return granules * (bitsPerGranule(format) + (zeroPoints ? format.bits() : 0)) + tensorBits(format);
    }

    /** Whether zero points are stored: where the scheme has them, and where one was set by hand. */
    static boolean hasZeroPoints(TensorConfig config) {
        return config.format() instanceof NumberFormat.Uniform uniform
                && (uniform.scheme().hasZeroPoint()
                        || config.manual().values().stream()
                                .anyMatch(manual -> Symbols.zeroPoint(manual.grid(uniform)) != 0));
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
        return SCALE_BITS;
    }

    /** NVFP4's scale of the tensor. */
    private static int tensorBits(NumberFormat format) {
        return format instanceof NumberFormat.NvFp4 ? SCALE_BITS : 0;
    }
}
