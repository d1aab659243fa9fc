package org.bitwright.quant;

/** How ternary weights find their threshold and α (Ternary Weight Networks, Li and Liu 2016, section 2.2). */
final class TernaryRule {
    /** Times the mean magnitude. */
    static final double THRESHOLD = 0.7;

    private TernaryRule() {}

    /** Mean of the magnitudes above the threshold; 0 where there is none. */
    static double meanAbove(float[] values, float threshold) {
        double sum = 0;
        int count = 0;
        for (float x : values) {
            if (Math.abs(x) > threshold) {
                sum += Math.abs(x);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
