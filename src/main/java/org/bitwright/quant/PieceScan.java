package org.bitwright.quant;

/** Ends and numbers of a piece of values, in its fields after each look. One thread. */
final class PieceScan {
    /** The bits of the least number that is not finite. */
    private static final int INFINITY = 0x7f800000;

    /** The least finite value; of no meaning where there is none. */
    float min;

    /** The greatest finite value. */
    float max;

    int finite;
    int zeros;

    /** Number of values that are not above 0; of no meaning where not all are finite. */
    int notAbove;

    int nan;
    int infinite;

    private final boolean vectors = VectorModule.isOn();
    private final int[] ends = new int[3];

    /** Looks at {@code x[from … to − 1]}. */
    void of(float[] x, int from, int to) {
        nan = 0;
        infinite = 0;
        finite = to - from;
        int whole = vectors ? finite / VectorApiTally.LANES * VectorApiTally.LANES : 0;
        ends[0] = OrderedFloats.ABOVE;
        ends[1] = OrderedFloats.BELOW;
        ends[2] = 0;
        zeros = whole > 0 ? VectorApiTally.ends(x, from, whole, ends) : 0;
        int least = ends[0];
        int most = ends[1];
        int count = 0;
        notAbove = ends[2];
        for (int i = from + whole; i < to; i++) {
            int bits = Float.floatToRawIntBits(x[i]);
            int ordered = OrderedFloats.of(bits);
            least = Math.min(least, ordered);
            most = Math.max(most, ordered);
            count += OrderedFloats.isZero(bits);
            notAbove += ordered > 0 ? 0 : 1;
        }
        if (most >= INFINITY || least <= ~INFINITY) {
            finite(x, from, to);
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

    private void finite(float[] x, int from, int to) {
        finite = 0;
        zeros = 0;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
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
}
