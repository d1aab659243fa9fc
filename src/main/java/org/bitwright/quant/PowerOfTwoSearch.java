package org.bitwright.quant;

/** Chooses the power of two that a scale is made of by squared error. */
final class PowerOfTwoSearch {
    /** Powers of two below the one that covers the range, which the search looks at. */
    private static final int EXPONENTS = 12;

    private PowerOfTwoSearch() {}

    /**
     * The grid of scale 2^k: of the two around the scale that the range gives, or of all below the one that covers it.
     *
     * @param range as a calibrator gives it
     * @param all whether all powers of two are looked at
     */
    static Grid best(NumberFormat.Uniform format, Range range, boolean all, RangeSearch.SquaredError error) {
        Range wide = range.withZero();
        if (wide.magnitude() == 0) {
            return format.grid(wide);
        }
        int above = UniformGrid.exponentAbove(wide.magnitude() / format.qmax());
        Grid[] grids = new Grid[all ? EXPONENTS : 2];
        for (int i = 0; i < grids.length; i++) {
            grids[i] = UniformGrid.powerOfTwo(format, above - i);
        }
        double[] errors = new double[grids.length];
        error.ofEach(grids, grids.length, errors);
        int best = 0;
        for (int i = 1; i < grids.length; i++) {
            // Beyond the two that minmax looks at, one has to be better by more than the sums may be wrong.
            if (errors[i] < errors[best] * (i == 1 ? 1 : 1 - RangeSearch.NOTABLE)) {
                best = i;
            }
        }
        return grids[best];
    }
}
