package org.bitwright.quant;

/** Ends, sums and numbers of a piece of values, in its fields after each look. One thread. */
final class PieceScan {
    /** The bits of the least number that is not finite. */
    private static final int INFINITY = 0x7f800000;

    private static final int MAGNITUDE = 0x7fffffff;

    /** The least finite value; of no meaning where there is none. */
    float min;

    /** The greatest finite value. */
    float max;

    /** Of the finite values, as is {@link #squares}: only after {@link #sums}. */
    double sum;

    double squares;
    int finite;
    int zeros;
    int nan;
    int infinite;

    private final boolean vectors = VectorModule.isOn();
    private final int[] ends = new int[3];
    private final double[] parts = new double[2 * Long.SIZE];

    /** Looks at {@code x[0 … n − 1]} without their sums. */
    void ends(float[] x, int n) {
        nan = 0;
        infinite = 0;
        finite = n;
        int whole = vectors ? n / VectorApiTally.LANES * VectorApiTally.LANES : 0;
        ends[0] = OrderedFloats.ABOVE;
        ends[1] = OrderedFloats.BELOW;
        ends[2] = 0;
        zeros = whole > 0 ? VectorApiTally.ends(x, whole, ends) : 0;
        int least = ends[0];
        int most = ends[1];
        int greatest = ends[2];
        int count = 0;
        for (int i = whole; i < n; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            int ordered = OrderedFloats.of(bits);
            least = Math.min(least, ordered);
            most = Math.max(most, ordered);
            greatest = Math.max(greatest, bits & MAGNITUDE);
            count += OrderedFloats.isZero(bits);
        }
        if (greatest >= INFINITY) {
            finite(x, n);
            return;
        }
        zeros += count;
        min = OrderedFloats.value(least);
        max = OrderedFloats.value(most);
    }

    /** Whether all are finite. */
    boolean isClean() {
        return nan + infinite == 0;
    }

    boolean isEmpty() {
        return finite == 0;
    }

    private void finite(float[] x, int n) {
        finite = 0;
        zeros = 0;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            float a = x[i];
            if (Float.isFinite(a)) {
                low = Math.min(low, a);
                high = Math.max(high, a);
                zeros += a == 0 ? 1 : 0;
                finite++;
            } else if (Float.isNaN(a)) {
                nan++;
            } else {
                infinite++;
            }
        }
        min = low + 0f;
        max = high + 0f;
    }

    /** Looks at {@code x[from … to − 1]}, all finite, with their sums. */
    void sums(float[] x, int from, int to) {
        finite = to - from;
        int whole = vectors ? finite / VectorApiTally.LANES * VectorApiTally.LANES : 0;
        ends[0] = OrderedFloats.ABOVE;
        ends[1] = OrderedFloats.BELOW;
        sum = 0;
        squares = 0;
        zeros = 0;
        if (whole > 0) {
            zeros = VectorApiTally.sums(x, from, whole, ends, parts);
            int half = VectorApiTally.LANES / 2;
            sum = together(0, half);
            squares = together(half, half);
        }
        singly(x, from + whole, to);
    }

    private double together(int from, int count) {
        for (int width = count / 2; width > 0; width /= 2) {
            for (int i = from; i < from + width; i++) {
                parts[i] += parts[i + width];
            }
        }
        return parts[from];
    }

    private void singly(float[] x, int from, int to) {
        int least = ends[0];
        int most = ends[1];
        int count = 0;
        double sum0 = 0;
        double sum1 = 0;
        double squares0 = 0;
        double squares1 = 0;
        for (int i = from; i < to; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            int ordered = OrderedFloats.of(bits);
            least = Math.min(least, ordered);
            most = Math.max(most, ordered);
            count += OrderedFloats.isZero(bits);
        }
        int i = from;
        for (; i < to - 1; i += 2) {
            double a = x[i];
            double b = x[i + 1];
            sum0 += a;
            sum1 += b;
            squares0 += a * a;
            squares1 += b * b;
        }
        if (i < to) {
            double a = x[i];
            sum0 += a;
            squares0 += a * a;
        }
        zeros += count;
        sum += sum0 + sum1;
        squares += squares0 + squares1;
        min = OrderedFloats.value(least);
        max = OrderedFloats.value(most);
    }
}
