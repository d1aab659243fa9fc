package org.bitwright.runtime;

import java.util.Random;

/** Inputs that find differences between two roundings. */
final class HardValues {
    private static final float[] EXTREMES = {
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Math.nextDown(Float.MIN_NORMAL),
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1e30f,
        -1e30f,
        3e9f,
        -3e9f,
        0x1p31f,
        -0x1p31f,
        0x1p-126f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };

    private HardValues() {}

    /**
     * Values for a grid with this step: within 40,000 steps ties and their neighbours, random values near zero and far
     * away, random bits (no NaN), and extremes.
     */
    static float[] forStep(float step, int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            float tie = (random.nextInt(400) - 200 + 0.5f) * step;
            values[i] = switch (i % 8) {
                case 0 -> tie;
                case 1 -> Math.nextUp(tie);
                case 2 -> Math.nextDown(tie);
                case 3 -> (random.nextInt(80_000) - 40_000 + 0.5f) * step;
                case 4 -> (float) random.nextGaussian() * 4 * step;
                case 5 -> (float) random.nextGaussian() * 100 * step;
                case 6 -> bits(random);
                default -> EXTREMES[random.nextInt(EXTREMES.length)];
            };
        }
        return values;
    }

    private static float bits(Random random) {
        float value = Float.intBitsToFloat(random.nextInt());
        return Float.isNaN(value) ? 1 : value;
    }
}
