package org.bitwright.quant;

/**
 * Float values with their quantized ones, for a scatter plot: all of a small layer, else a sample that is spread evenly
 * over the storage, is always the same, and holds the extremes: the least and greatest value, and the least and greatest
 * error. None of the arrays is changed afterwards.
 *
 * @param unit of the errors
 * @param x finite float values
 * @param quantized x̂ of each
 * @param error e = x̂ − x of each, in the unit
 * @param clipped whether each lies beyond the ends of its grid
 * @param of number of values that the sample was taken from
 */
public record ErrorScatter(ErrorUnit unit, float[] x, float[] quantized, double[] error, boolean[] clipped, long of) {

    public int points() {
        return x.length;
    }

    /** Whether there is a point for every value. */
    public boolean isWhole() {
        return points() == of;
    }
}
