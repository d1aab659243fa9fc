package org.bitwright.training.graph.rule;

/**
 * Adds stretches of an array times factors to sums, three at a time so that the sums are read and written less often. Each
 * stretch is moved to the front first: the compiler takes several numbers at a time only where all arrays are walked over
 * at the same place, which is worth more than the copy costs.
 */
final class Taps {
    private static final int AT_ONCE = 3;

    private final float[][] stretches;
    private final float[] factors = new float[AT_ONCE];
    private int waiting;

    /** @param length of each stretch, and of the sums */
    Taps(int length) {
        this.stretches = new float[AT_ONCE][length];
    }

    /** Adds {@code factor} times the stretch of {@code values} from {@code from} on, at the latest at the {@link #end}. */
    void add(float[] values, int from, float factor, float[] sums) {
        System.arraycopy(values, from, stretches[waiting], 0, sums.length);
        factors[waiting++] = factor;
        if (waiting == AT_ONCE) {
            add(stretches[0], stretches[1], stretches[2], factors[0], factors[1], factors[2], sums);
            waiting = 0;
        }
    }

    /** Adds what still waits. */
    void end(float[] sums) {
        for (int i = 0; i < waiting; i++) {
            add(stretches[i], factors[i], sums);
        }
        waiting = 0;
    }

    private static void add(float[] x, float[] y, float[] z, float a, float b, float c, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a * x[i] + b * y[i] + c * z[i];
        }
    }

    private static void add(float[] x, float a, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += a * x[i];
        }
    }
}
