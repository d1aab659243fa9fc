package org.bitwright.quant;

/** Turns the histogram of activations into that of their magnitudes. */
final class HistogramFold {
    private HistogramFold() {}

    /** @param x one of whose bins begins at 0, if they were continued that far */
    static MomentHistogram magnitudes(MomentHistogram x) {
        if (x.binWidth() == 0 || x.min() >= 0) {
            return x.min() >= 0 ? x : point(x);
        }
        int zero = (int) Math.rint(-x.lowerEdge(0) / x.binWidth());
        int bins = Math.max(zero, x.bins() - zero);
        long[] counts = new long[bins];
        float[] offsets = new float[bins];
        float[] spreads = new float[bins];
        for (int bin = 0; bin < bins; bin++) {
            Moments moments = new Moments();
            moments.add(x, zero + bin, 1);
            moments.add(x, zero - 1 - bin, -1);
            if (moments.count > 0) {
                counts[bin] = moments.count;
                offsets[bin] = (float) moments.mean();
                spreads[bin] = (float) moments.spread();
            }
        }
        float max = Math.max(-x.min(), x.max());
        float min = x.max() > 0 || x.zeros() > 0 ? 0 : -x.max();
        return new MomentHistogram(min, max, 0, bins * x.binWidth(), counts, offsets, spreads, x.zeros());
    }

    private static MomentHistogram point(MomentHistogram x) {
        return new MomentHistogram(-x.min(), -x.min(), new long[] {x.spreadCount(0)}, new float[1], new float[1]);
    }

    /** Of the values of two bins, from their middle and in bin widths. */
    private static final class Moments {
        private long count;
        private double sum;
        private double squares;

        void add(MomentHistogram x, int bin, int sign) {
            if (bin >= 0 && bin < x.bins() && x.spreadCount(bin) > 0) {
                long n = x.spreadCount(bin);
                double offset = x.offset(bin);
                double spread = x.spreadInBins(bin);
                count += n;
                sum += sign * n * offset;
                squares += n * (offset * offset + spread * spread / 3);
            }
        }

        double mean() {
            return sum / count;
        }

        double spread() {
            return Math.sqrt(3 * Math.max(0, squares / count - mean() * mean()));
        }
    }
}
