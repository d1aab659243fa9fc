package org.bitwright.training.gradient;

/**
 * Random numbers in [0, 1) that depend on seed, step, tensor and place alone, so that neither the order in which values
 * are rounded nor the number of threads shows in the results. The key of a tensor is made by the finalizer of SplitMix64
 * (Steele, Lea, Flood 2014); a place is mixed into it by an integer hash of 32 bits with two multiplications.
 */
final class RandomFractions {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final float UNIT = 0x1p-24f;

    private final int offset;
    private final int twist;

    private RandomFractions(long key) {
        this.offset = (int) key;
        this.twist = (int) (key >>> 32);
    }

    static RandomFractions of(long seed, long step, int tensor) {
        return new RandomFractions(mixed(mixed(mixed(seed + GOLDEN) + step) + tensor));
    }

    private static long mixed(long value) {
        long z = value * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A multiple of 2^−24. */
    float at(int place) {
        int z = place * 0x9E3779B9 + offset;
        z = (z ^ (z >>> 16)) * 0x7FEB352D ^ twist;
        z = (z ^ (z >>> 15)) * 0x846CA68B;
        return ((z ^ (z >>> 16)) >>> 8) * UNIT;
    }
}
