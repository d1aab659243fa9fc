package org.bitwright.quant;

/**
 * Cuts a tensor into chunks of consecutive values, and each chunk into runs of one granule. The cut depends on nothing
 * but the layout, so that sums over chunks come out the same on any number of threads.
 */
record Runs(ChannelLayout layout) {
    private static final int LEAST = 1 << 15;
    private static final int MOST = 1 << 18;

    /** Enough for every core to have several. */
    private static final int CHUNKS = 256;

    /** Work on {@code values[from … to − 1]}, all of one channel; {@code run} counts from 0 in each chunk. */
    interface Visitor {
        void visit(int run, int channel, int from, int to);
    }

    int chunks() {
        return (int) ((layout.size() + size() - 1L) / size());
    }

    /** Values of a chunk, a power of two: what is made anew for each costs little beside a long one. */
    private int size() {
        return Math.max(LEAST, Math.min(MOST, Integer.highestOneBit(layout.size() / CHUNKS)));
    }

    /** Number of runs that a chunk touches. */
    int count(int chunk) {
        int from = chunk * size();
        return (end(chunk) - 1) / layout.inner() - from / layout.inner() + 1;
    }

    /** The channel of a chunk's run. */
    int channel(int chunk, int run) {
        return (chunk * size() / layout.inner() + run) % layout.channels();
    }

    void visit(int chunk, Visitor visitor) {
        int end = end(chunk);
        int run = 0;
        for (int from = chunk * size(); from < end; ) {
            int to = (int) Math.min(end, (from / layout.inner() + 1L) * layout.inner());
            visitor.visit(run, channel(chunk, run), from, to);
            from = to;
            run++;
        }
    }

    private int end(int chunk) {
        return (int) Math.min(layout.size(), (chunk + 1L) * size());
    }
}
