package org.bitwright.quant;

import org.bitwright.model.Layer;

/** Size of stored weights, exact to the byte (numerics, "Size"). */
public final class StorageSize {
    private StorageSize() {}

    /**
     * Bytes of the layer's weight under a configuration: payload bits + 32 a scale + zero points at the format's width
     * where the scheme has them, rounded up to whole bytes; unquantized at the weight's own width.
     */
    public static long bytes(Layer layer, TensorConfig config) {
        throw new UnsupportedOperationException("contract");
    }
}
