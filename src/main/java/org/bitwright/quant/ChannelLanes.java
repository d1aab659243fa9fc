package org.bitwright.quant;

import java.util.Arrays;

/** Figures of channels, several places a channel so that vectors keep their lanes apart; half as many of sums. */
final class ChannelLanes {
    /** {@link OrderedFloats}. */
    final int[] least;

    final int[] most;
    /** Number of values that are not 0. */
    final int[] others;

    final double[] sums;
    final double[] squares;

    ChannelLanes(int places, int placesOfSums) {
        least = new int[places];
        most = new int[places];
        others = new int[places];
        sums = new double[placesOfSums];
        squares = new double[placesOfSums];
    }

    void clear() {
        Arrays.fill(least, OrderedFloats.ABOVE);
        Arrays.fill(most, OrderedFloats.BELOW);
        Arrays.fill(others, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(squares, 0);
    }
}
