package org.bitwright.analysis.search;

/** What a configuration may cost. */
public sealed interface Budget {
    /** Bytes of all layers' weights ({@link org.bitwright.quant.StorageSize}), at most. */
    record Bytes(long most) implements Budget {}

    /** Mean bits of a weight, payload alone, over all layers, at most. */
    record AverageBits(double most) implements Budget {}

    /**
     * Bit-operations of one sample, at most: Σ over the layers of multiplications × weight bits × activation bits, 32
     * where something is float.
     */
    record BitOperations(double most) implements Budget {}

    /**
     * The smallest configuration that loses at most this much top-1 accuracy against the float network; on unlabelled
     * data, whose answers differ on at most this share of the samples.
     *
     * @param most 0…1; 0.005 for half a per cent
     */
    record AccuracyLoss(double most) implements Budget {}
}
