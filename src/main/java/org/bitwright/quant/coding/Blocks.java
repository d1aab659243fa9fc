package org.bitwright.quant.coding;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Cuts a source into a few slices, one a thread or so, that are read block by block. */
record Blocks(SymbolSource source) {
    private static final int BLOCK = 1 << 14;
    private static final int SLICES_PER_THREAD = 4;

    /** Work on {@code symbols[0 … count − 1]} of one slice, in order. */
    interface BlockWork {
        void run(int[] symbols, int count);
    }

    /** Makes the work of one slice. */
    interface SliceWork {
        BlockWork slice(int slice);
    }

    int slices() {
        long blocks = (source.size() + BLOCK - 1L) / BLOCK;
        return (int) Math.min(blocks, (long) SLICES_PER_THREAD * Parallel.threads());
    }

    /** Reads every slice, on all cores. */
    void inParallel(CancelToken cancel, SliceWork work) {
        int slices = slices();
        Parallel.forSlices(slices, cancel, slice -> {
            int from = (int) ((long) source.size() * slice / slices);
            int to = (int) ((long) source.size() * (slice + 1) / slices);
            read(from, to, cancel, work.slice(slice));
        });
    }

    /** Reads the whole source in order, on the calling thread. */
    void inOrder(CancelToken cancel, BlockWork work) {
        read(0, source.size(), cancel, work);
    }

    private void read(int from, int to, CancelToken cancel, BlockWork work) {
        int[] symbols = new int[Math.min(BLOCK, to - from)];
        for (int at = from; at < to; ) {
            cancel.throwIfCancelled();
            int count = Math.min(symbols.length, to - at);
            source.read(at, symbols, count);
            work.run(symbols, count);
            at += count;
        }
    }
}
