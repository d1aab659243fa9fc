package org.bitwright.training.gradient;

/**
 * The symmetric grid of one gradient tensor: whole multiples of a step between {@code −(2^(b−1) − 1)} and
 * {@code 2^(b−1) − 1}, so that the greatest magnitude is the last level on its side. (The lowest code of b bits is never
 * reached.)
 *
 * @param step distance of two levels in float32, above 0
 * @param levels greatest multiple, {@code 2^(b−1) − 1}
 */
public record GradientGrid(float step, int levels) {

    /**
     * @param maxAbs greatest magnitude of the tensor, finite; 0 gives a step that no value reaches
     * @param bits 2 … 16
     */
    public static GradientGrid of(float maxAbs, int bits) {
        int levels = (1 << (bits - 1)) - 1;
        float step = maxAbs == 0 ? 1 : Math.max(maxAbs / levels, Float.MIN_NORMAL);
        return new GradientGrid(step, levels);
    }
}
