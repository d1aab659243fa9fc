package org.bitwright.analysis.search;

/**
 * What the weights of a whole network cost under a configuration.
 *
 * @param bytes of all layers' weights, with scales, zero points and codebooks
 * @param weightBits of all layers' weights, payload alone
 * @param weights number of them
 * @param bitOperations of one sample: Σ over the layers of multiplications × weight bits × activation bits
 */
public record ConfigCost(long bytes, long weightBits, long weights, long bitOperations) {
    /** Mean bits of a weight, payload alone. */
    public double averageBits() {
        return (double) weightBits / weights;
    }

    ConfigCost plus(ConfigCost other) {
        return new ConfigCost(
                bytes + other.bytes,
                weightBits + other.weightBits,
                weights + other.weights,
                bitOperations + other.bitOperations);
    }
}
