package org.bitwright.training.gradient;

/**
 * Random numbers between −½ and ½ that depend on seed, step, tensor and place alone, so that neither the order in which values
 * are rounded nor the number of threads shows in the results. The key of a tensor is made by the finalizer of SplitMix64
 * (Steele, Lea, Flood 2014); a place is mixed into it by an integer hash of 32 bits with two multiplications.
 */
final class RandomHalves {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final float UNIT = 0x1p-23f;
    private static final float HALF = 0.5f - 0x1p-23f;

    private final int offset;
    private final int twist;

    private RandomHalves(long key) {
        this.offset = (int) key;
        this.twist = (int) (key >>> 32);
    }

    static RandomHalves of(long seed, long step, int tensor) {
        return new RandomHalves(mixed(mixed(mixed(seed + GOLDEN) + step) + tensor));
    }

    private static long mixed(long value) {
        long z = value * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** An odd multiple of 2^−23 with 22 random bits: never ±½, and 0 on average. */
    float at(int place) {
        int z = place * 0x9E3779B9 + offset;
        z = (z ^ (z >>> 16)) * 0x7FEB352D ^ twist;
        z = (z ^ (z >>> 15)) * 0x846CA68B;
        return ((z ^ (z >>> 16)) >>> 10 << 1) * UNIT - HALF;
    }
}
