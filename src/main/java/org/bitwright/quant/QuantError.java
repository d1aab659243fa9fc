package org.bitwright.quant;

/**
 * How far quantized values x̂ lie from the float values x, e = x̂ − x (numerics, "Errors"). Only finite values count.
 *
 * @param count number of finite values
 * @param sumSquaredValue Σx²
 * @param sumSquaredError Σe²; infinite where a value beyond the greatest of FP16 or BF16 becomes infinite, and so are
 *     then the mean, the greatest error and the sums with x̂; the signal-to-noise ratio is −∞ and the cosine undefined
 * @param sumSquaredClipError Σe² over values beyond the reachable ends
 * @param sumProduct Σx·x̂
 * @param sumSquaredQuantized Σx̂²
 * @param maxError max|e|
 * @param clipped number of values beyond the reachable ends
 * @param exact false where it was estimated from a histogram (shown with ≈)
 */
public record QuantError(
        long count,
        double sumSquaredValue,
        double sumSquaredError,
        double sumSquaredClipError,
        double sumProduct,
        double sumSquaredQuantized,
        double maxError,
        long clipped,
        boolean exact) {

    /** The error of nothing at all. */
    public static final QuantError NONE = new QuantError(0, 0, 0, 0, 0, 0, 0, 0, true);

    /** Mean squared error; 0 for no values. */
    public double mse() {
        return count == 0 ? 0 : sumSquaredError / count;
    }

    /** 10·log10(Σx²/Σe²) dB: infinite for no error, NaN where there is no signal and no error either. */
    public double sqnrDb() {
        return 10 * Math.log10(sumSquaredValue / sumSquaredError);
    }

    /** Cosine of the angle between x and x̂; NaN where either is all zero. */
    public double cosine() {
        return sumProduct / Math.sqrt(sumSquaredValue * sumSquaredQuantized);
    }

    /** Share of the values that lie beyond the reachable ends, 0…1. */
    public double clippedShare() {
        return count == 0 ? 0 : (double) clipped / count;
    }

    /**
     * Share of Σe² that comes from values beyond the reachable ends, 0…1; the rest is rounding. 0 for no error, 1 where
     * clipped values became infinite.
     */
    public double clipErrorShare() {
        if (Double.isInfinite(sumSquaredClipError)) {
            return 1;
        }
        return sumSquaredError == 0 ? 0 : sumSquaredClipError / sumSquaredError;
    }

    /** Both together. */
    public QuantError plus(QuantError other) {
        return new QuantError(
                count + other.count,
                sumSquaredValue + other.sumSquaredValue,
                sumSquaredError + other.sumSquaredError,
                sumSquaredClipError + other.sumSquaredClipError,
                sumProduct + other.sumProduct,
                sumSquaredQuantized + other.sumSquaredQuantized,
                Math.max(maxError, other.maxError),
                clipped + other.clipped,
                exact && other.exact);
    }
}
