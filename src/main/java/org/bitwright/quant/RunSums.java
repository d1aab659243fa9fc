package org.bitwright.quant;

import java.util.Arrays;

/** The squares and products of a run by place, in double precision: those of its parts are single. */
final class RunSums {
    private final double[] squares = new double[VectorApiRuns.PLACES];
    private final double[] products = new double[VectorApiRuns.PLACES];

    /** Adds those of a part and clears them there. */
    void take(LaneSums part) {
        for (int place = 0; place < squares.length; place++) {
            squares[place] += part.squares[place];
            products[place] += part.products[place];
        }
        Arrays.fill(part.squares, 0f);
        Arrays.fill(part.products, 0f);
    }

    /** Adds the sums of all places to one and clears them. */
    void drainTo(ErrorSums sums, int run) {
        sums.error[run] += fold(squares);
        sums.product[run] += fold(products);
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
