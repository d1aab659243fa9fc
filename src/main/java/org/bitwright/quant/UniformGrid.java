package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

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
            throw new RefusedException(
                    Phrase.of("a scale is positive, finite and not subnormal, but this is %s", scale));
        }
        if (qmin >= qmax || zeroPoint < qmin || zeroPoint > qmax) {
            throw new RefusedException(Phrase.of("zero point %s does not lie in %s … %s", zeroPoint, qmin, qmax));
        }
        if (Float.isInfinite((qmin - zeroPoint) * scale) || Float.isInfinite((qmax - zeroPoint) * scale)) {
            throw new RefusedException(Phrase.of("with the scale %s the ends of the grid are not finite", scale));
        }
    }

    /**
     * The grid that a format takes for a range (numerics, "Uniform integer formats"). The range is first widened to
     * contain 0; one of zero width gives scale 1 and zero point 0 (the lowest code nearest to it). A power of two is the
     * least that covers the range; where values are known, {@link GridResolution} chooses it by their squared error.
     */
    public static UniformGrid of(NumberFormat.Uniform format, Range range) {
        Range wide = range.withZero();
        int qmin = format.qmin();
        int qmax = format.qmax();
        if (wide.min() == wide.max()) {
            return new UniformGrid(1f, clamp(0, qmin, qmax), qmin, qmax);
        }
        if (format.scheme() == Scheme.POWER_OF_TWO) {
            return powerOfTwo(format, exponentAbove(wide.magnitude() / qmax));
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

    /** The least k with 2^k ≥ scale. */
    static int exponentAbove(float scale) {
        int exponent = Math.getExponent(scale);
        return scale > Math.scalb(1f, exponent) ? exponent + 1 : exponent;
    }

    /**
     * The grid with the scale 2^k, k as near to {@code exponent} as scales go.
     */
    static UniformGrid powerOfTwo(NumberFormat.Uniform format, int exponent) {
        int most = Float.MAX_EXPONENT - format.bits() + 1;
        int k = clamp(exponent, Float.MIN_EXPONENT, most);
        return new UniformGrid(Math.scalb(1f, k), 0, format.qmin(), format.qmax());
    }

    /** A scale that is not subnormal and whose level that many steps from 0 is finite. */
    private static float usable(float scale, int steps) {
        if (scale >= Float.MIN_NORMAL && scale * steps < Float.MAX_VALUE / 2) {
            return scale;
        }
        float usable = Math.min(Math.max(scale, Float.MIN_NORMAL), Float.MAX_VALUE / steps);
        return Float.isInfinite(usable * steps) ? Math.nextDown(usable) : usable;
    }

    private static int clamp(int value, int low, int high) {
        return Math.max(low, Math.min(high, value));
    }

    /** The integer code of {@code x}: round half to even, then clamp. NaN gives the zero point. */
    @Override
    public int encode(float x) {
        return Float.isNaN(x) ? zeroPoint : limited(Math.rint(x / scale));
    }

    @Override
    public int encode(float x, Rounding rounding, int index) {
        return Float.isNaN(x) ? zeroPoint : limited(rounding.round(x / scale, index));
    }

    private int limited(double steps) {
        return (int) Math.max(qmin, Math.min(qmax, steps + zeroPoint));
    }

    @Override
    public float quantize(float x, Rounding rounding, int index) {
        return Float.isFinite(x) ? decode(encode(x, rounding, index)) : x;
    }

    /** The value of a code: (code − zeroPoint) · scale. */
    @Override
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
