package org.bitwright.quant;

/**
 * Cuts a tensor into chunks of consecutive values, and each chunk into runs of one granule. The cut depends on nothing
 * but the layout, so that sums over chunks come out the same on any number of threads.
 */
record Runs(ChannelLayout layout) {
    private static final int CHUNK = 1 << 15;

    /** Work on {@code values[from … to − 1]}, all of one channel; {@code run} counts from 0 in each chunk. */
    interface Visitor {
        void visit(int run, int channel, int from, int to);
    }

    int chunks() {
        return (int) ((layout.size() + CHUNK - 1L) / CHUNK);
    }

    /** Number of runs that a chunk touches. */
    int count(int chunk) {
        int from = chunk * CHUNK;
        return (end(chunk) - 1) / layout.inner() - from / layout.inner() + 1;
    }

    /** The channel of a chunk's run. */
    int channel(int chunk, int run) {
        return (chunk * CHUNK / layout.inner() + run) % layout.channels();
    }

    void visit(int chunk, Visitor visitor) {
        int end = end(chunk);
        int run = 0;
        for (int from = chunk * CHUNK; from < end; ) {
            int to = (int) Math.min(end, (from / layout.inner() + 1L) * layout.inner());
            visitor.visit(run, channel(chunk, run), from, to);
            from = to;
            run++;
        }
    }

    private int end(int chunk) {
        return (int) Math.min(layout.size(), (chunk + 1L) * CHUNK);
    }
}
