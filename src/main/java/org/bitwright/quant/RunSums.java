package org.bitwright.quant;

import java.util.Arrays;

/** The error sums of a run by place, in double precision: parts of the run are summed up in single and added here. */
final class RunSums {
    private static final int PLACES = VectorApiRuns.PLACES;

    /** Σe². */
    final double[] squares = new double[PLACES];
    /** What {@link ErrorSums#product} says. */
    final double[] products = new double[PLACES];
    /** The bits of max|e|. */
    final int[] greatest = new int[PLACES];

    /** Adds the sums of all places to one and clears them. */
    void drainTo(ErrorSums sums, int run) {
        sums.error[run] += fold(squares);
        sums.product[run] += fold(products);
        int most = 0;
        for (int bits : greatest) {
            most = Math.max(most, bits);
        }
        sums.max[run] = Math.max(sums.max[run], Float.intBitsToFloat(most));
        Arrays.fill(greatest, 0);
    }

    private static double fold(double[] places) {
        double sum = 0;
        for (double place : places) {
            sum += place;
        }
        Arrays.fill(places, 0);
        return sum;
    }
}
