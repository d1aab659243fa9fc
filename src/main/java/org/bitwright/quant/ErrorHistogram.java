package org.bitwright.quant;

/**
 * How often each error e = x̂ − x occurs: exact counts of the finite weights, in bins of equal width from −limit to
 * limit. An odd number of bins has one whose middle is 0.
 *
 * @param unit of the limit
 * @param limit the end of the last bin, positive
 * @param counts values of each bin, rising; not changed afterwards
 * @param clipped how many of them lie beyond the ends of their grid; not changed afterwards
 * @param below number of values whose error is less than −limit
 * @param above number of values whose error is greater than limit
 * @param overflowed number of finite values that became infinite (FP16 and BF16 without saturation): in no bin
 * @param greatest max|e| of the errors that are finite, in the unit
 */
public record ErrorHistogram(
        ErrorUnit unit,
        double limit,
        long[] counts,
        long[] clipped,
        long below,
        long above,
        long overflowed,
        double greatest) {

    public int bins() {
        return counts.length;
    }

    /** Lower edge of a bin; {@code edge(bins())} is the limit. */
    public double edge(int bin) {
        return limit * (2.0 * bin / bins() - 1);
    }

    public double binWidth() {
        return 2 * limit / bins();
    }

    /** The bin of an error, or −1 beyond the limit. */
    public int bin(double error) {
        if (!(Math.abs(error) <= limit)) {
            return -1;
        }
        return (int) Math.min(bins() - 1.0, Math.floor((error / limit + 1) / 2 * bins()));
    }

    /** Number of values with a finite error, those beyond the limit with them. */
    public long total() {
        long total = below + above;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    public long most() {
        long most = 0;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        return most;
    }
}
