package org.bitwright.quant;

/**
 * Uniform integers with their scale and zero point; all arithmetic in float32, since a double-precision division would
 * turn ties of published reference results into non-ties.
 *
 * @param scale the step: positive, not subnormal, and small enough for every level to be finite
 * @param zeroPoint the code of 0, between {@code qmin} and {@code qmax}
 */
public record UniformGrid(float scale, int zeroPoint, int qmin, int qmax) implements Grid {
    public UniformGrid {
        if (!(scale >= Float.MIN_NORMAL) || scale == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a scale is positive, finite and not subnormal, but this is " + scale);
        }
        if (qmin >= qmax || zeroPoint < qmin || zeroPoint > qmax) {
            throw new IllegalArgumentException("zero point " + zeroPoint + " does not lie in " + qmin + " … " + qmax);
        }
        if (Float.isInfinite((qmin - zeroPoint) * scale) || Float.isInfinite((qmax - zeroPoint) * scale)) {
            throw new IllegalArgumentException("with the scale " + scale + " the ends of the grid are not finite");
        }
    }

    /**
     * The grid that a format takes for a range (numerics, "Uniform integer formats"). The range is first widened to
     * contain 0; one of zero width gives scale 1 and zero point 0 (the lowest code nearest to it).
     */
    public static UniformGrid of(NumberFormat.Uniform format, Range range) {
        Range wide = range.withZero();
        int qmin = format.qmin();
        int qmax = format.qmax();
        if (wide.min() == wide.max()) {
            return new UniformGrid(1f, clamp(0, qmin, qmax), qmin, qmax);
        }
        if (!format.scheme().hasZeroPoint()) {
            return new UniformGrid(usable(wide.magnitude() / qmax, Math.max(-qmin, qmax)), 0, qmin, qmax);
        }
        float width = wide.max() - wide.min();
        float scale = Float.isInfinite(width)
                ? (float) (((double) wide.max() - wide.min()) / (qmax - qmin))
                : width / (qmax - qmin);
        scale = usable(scale, 1);
        int zeroPoint = clamp((int) Math.rint(qmin - wide.min() / scale), qmin, qmax);
        return new UniformGrid(usable(scale, Math.max(zeroPoint - qmin, qmax - zeroPoint)), zeroPoint, qmin, qmax);
    }

    /** A scale that is not subnormal and whose level that many steps from 0 is finite. */
    private static float usable(float scale, int steps) {
        float usable = Math.min(Math.max(scale, Float.MIN_NORMAL), Float.MAX_VALUE / steps);
        return Float.isInfinite(usable * steps) ? Math.nextDown(usable) : usable;
    }

    private static int clamp(int value, int low, int high) {
        return Math.max(low, Math.min(high, value));
    }

    /** The integer code of {@code x}: round half to even, then clamp. NaN gives the zero point. */
    public int encode(float x) {
        if (Float.isNaN(x)) {
            return zeroPoint;
        }
        double code = Math.rint(x / scale) + zeroPoint;
        return (int) Math.max(qmin, Math.min(qmax, code));
    }

    /** The value of a code: (code − zeroPoint) · scale. */
    public float decode(int code) {
        return (code - zeroPoint) * scale;
    }

    /** Number of steps from 0 to the lowest value: not above 0. */
    int lowestSteps() {
        return qmin - zeroPoint;
    }

    /** Number of steps from 0 to the highest value: not below 0. */
    int highestSteps() {
        return qmax - zeroPoint;
    }

    @Override
    public float quantize(float x) {
        return Float.isFinite(x) ? decode(encode(x)) : x;
    }

    @Override
    public float reachableMin() {
        return decode(qmin);
    }

    @Override
    public float reachableMax() {
        return decode(qmax);
    }

    @Override
    public int levels() {
        return qmax - qmin + 1;
    }

    @Override
    public float level(int index) {
        return decode(qmin + index);
    }

    @Override
    public float step() {
        return scale;
    }
}
