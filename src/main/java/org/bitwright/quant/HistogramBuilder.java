package org.bitwright.quant;

/** Gathers values into the bins of a {@link MomentHistogram}. One thread. */
final class HistogramBuilder {
    private final float min;
    private final float max;
    private final double perWidth;
    private final long[] counts;
    private final double[] sums;
    private final double[] squares;

    /** @param range the ends of the finite values to come */
    HistogramBuilder(Range range, int bins) {
        min = range.min();
        max = range.max();
        int used = min == max ? 1 : bins;
        perWidth = min == max ? 0 : used / ((double) max - min);
        counts = new long[used];
        sums = new double[used];
        squares = new double[used];
    }

    /** Adds the finite ones among {@code values[from … to − 1]}. */
    void add(float[] values, int from, int to) {
        int last = counts.length - 1;
        for (int i = from; i < to; i++) {
            float x = values[i];
            if (Float.isFinite(x)) {
                double place = ((double) x - min) * perWidth;
                int bin = Math.min((int) place, last);
                double fromMiddle = place - bin - 0.5;
                counts[bin]++;
                sums[bin] += fromMiddle;
                squares[bin] += fromMiddle * fromMiddle;
            }
        }
    }

    /** Adds what another builder of the same range and number of bins has gathered. */
    void add(HistogramBuilder other) {
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] += other.counts[bin];
            sums[bin] += other.sums[bin];
            squares[bin] += other.squares[bin];
        }
    }

    MomentHistogram build() {
        float[] offsets = new float[counts.length];
        float[] spreads = new float[counts.length];
        for (int bin = 0; bin < counts.length; bin++) {
            if (counts[bin] > 0) {
                double mean = sums[bin] / counts[bin];
                double variance = Math.max(0, squares[bin] / counts[bin] - mean * mean);
                offsets[bin] = (float) mean;
                spreads[bin] = (float) Math.sqrt(3 * variance);
            }
        }
        return new MomentHistogram(min, max, counts, offsets, spreads);
    }
}
