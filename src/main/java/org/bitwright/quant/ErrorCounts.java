package org.bitwright.quant;

/** Counts errors into the bins of a histogram. */
final class ErrorCounts {
    private final ErrorHistogram axis;
    private final long[] counts;
    private final long[] clipped;
    private long below;
    private long above;
    private long overflowed;

    /** @param axis whose bins are used, and whose counts are not looked at */
    ErrorCounts(ErrorHistogram axis) {
        this.axis = axis;
        this.counts = new long[axis.bins()];
        this.clipped = new long[axis.bins()];
    }

    void add(double error, boolean isClipped) {
        int bin = axis.bin(error);
        if (bin >= 0) {
            counts[bin]++;
            clipped[bin] += isClipped ? 1 : 0;
        } else if (Double.isInfinite(error)) {
            overflowed++;
        } else if (error < 0) {
            below++;
        } else {
            above++;
        }
    }

    void add(ErrorCounts other) {
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.counts[bin];
            clipped[bin] += other.clipped[bin];
        }
        below += other.below;
        above += other.above;
        overflowed += other.overflowed;
    }

    ErrorHistogram histogram() {
        return new ErrorHistogram(
                axis.unit(), axis.limit(), counts, clipped, below, above, overflowed, axis.greatest());
    }
}
