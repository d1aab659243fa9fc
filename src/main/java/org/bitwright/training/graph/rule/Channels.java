package org.bitwright.training.graph.rule;

import org.jspecify.annotations.Nullable;

/** Arithmetic on one number a channel. */
final class Channels {
    private Channels() {}

    static void put(double[] sums, float @Nullable [] into) {
        for (int i = 0; i < sums.length && into != null; i++) {
            into[i] = (float) sums[i];
        }
    }

    static void put(double[] sums, float[] factors, float @Nullable [] into) {
        for (int i = 0; i < sums.length && into != null; i++) {
            into[i] = (float) (sums[i] * factors[i]);
        }
    }

    /** Multiplies each number of {@code x} by both factors of its channel. */
    static void scale(float[] x, float[] first, float[] second, float[] into, int samples, int space) {
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int channel = 0; channel < second.length; channel++) {
                float factor = first[channel] * second[channel];
                for (int end = at + space; at < end; at++) {
                    into[at] = x[at] * factor;
                }
            }
        }
    }
}
