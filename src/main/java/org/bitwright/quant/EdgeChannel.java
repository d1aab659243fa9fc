package org.bitwright.quant;

/**
 * What flowed through one channel of an activation. Exact but for the histogram; only finite values count. Immutable.
 *
 * @param count number of values
 * @param zeros how many of them are 0
 * @param range the least and the greatest; 0 … 0 where there is none
 * @param mean of the values; 0 where there is none
 * @param meanSquare mean of their squares
 * @param histogram coarse, and of the values of every so many samples only, the same ones for all channels: of all
 *     samples where one gives a channel up to three values, of every {@value EdgeTally#SAMPLED}nd where it gives 64 or
 *     more. Good for shares of an error, not for its height
 */
public record EdgeChannel(
        long count, long zeros, Range range, double mean, double meanSquare, MomentHistogram histogram) {

    /** Share of the values that are 0, 0…1. */
    public double zeroShare() {
        return count == 0 ? 0 : (double) zeros / count;
    }

    /** Whether nothing but 0 came through. */
    public boolean isDead() {
        return zeros == count;
    }
}
