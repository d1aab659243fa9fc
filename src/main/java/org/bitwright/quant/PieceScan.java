package org.bitwright.quant;

/** Ends, sums and numbers of a piece of values, in its fields after each look. One thread. */
final class PieceScan {
    /** The least finite value; +∞ where there is none. */
    float min;

    /** The greatest finite value; −∞ where there is none. */
    float max;

    /** Of the finite values, as is {@link #squares}. */
    double sum;

    double squares;
    int finite;
    int zeros;
    int nan;
    int infinite;

    /** Looks at {@code x[from … to − 1]}. */
    void of(float[] x, int from, int to) {
        nan = 0;
        infinite = 0;
        quickly(x, from, to);
        finite = to - from;
        // A square that is not finite shows in the sum; those of finite floats cannot overflow a double.
        if (!(squares <= Double.MAX_VALUE)) {
            carefully(x, from, to);
        }
        min += 0f;
        max += 0f;
    }

    boolean isEmpty() {
        return finite == 0;
    }

    private void quickly(float[] x, int from, int to) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        double sum0 = 0;
        double sum1 = 0;
        double squares0 = 0;
        double squares1 = 0;
        int count = 0;
        int i = from;
        for (; i < to - 1; i += 2) {
            float a = x[i];
            float b = x[i + 1];
            low = a < low ? a : low;
            low = b < low ? b : low;
            high = a > high ? a : high;
            high = b > high ? b : high;
            count += (a == 0 ? 1 : 0) + (b == 0 ? 1 : 0);
            sum0 += a;
            sum1 += b;
            squares0 += (double) a * a;
            squares1 += (double) b * b;
        }
        if (i < to) {
            float a = x[i];
            low = a < low ? a : low;
            high = a > high ? a : high;
            count += a == 0 ? 1 : 0;
            sum0 += a;
            squares0 += (double) a * a;
        }
        min = low;
        max = high;
        zeros = count;
        sum = sum0 + sum1;
        squares = squares0 + squares1;
    }

    /** The same where some values are not finite. */
    private void carefully(float[] x, int from, int to) {
        min = Float.POSITIVE_INFINITY;
        max = Float.NEGATIVE_INFINITY;
        sum = 0;
        squares = 0;
        finite = 0;
        for (int i = from; i < to; i++) {
            float a = x[i];
            if (Float.isFinite(a)) {
                min = a < min ? a : min;
                max = a > max ? a : max;
                sum += a;
                squares += (double) a * a;
                finite++;
            } else {
                nan += Float.isNaN(a) ? 1 : 0;
                infinite += Float.isNaN(a) ? 0 : 1;
            }
        }
    }
}
