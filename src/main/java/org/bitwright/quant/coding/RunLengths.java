package org.bitwright.quant.coding;

import java.util.Map;
import java.util.TreeMap;
import org.bitwright.task.CancelToken;

/**
 * How often each length of a run occurs: of every symbol that is not the run symbol, how many run symbols stand
 * directly before it. Those after the last one are not counted.
 */
final class RunLengths {
    private static final int SHORT = 1 << 12;

    private final long[] shortRuns = new long[SHORT];
    private final TreeMap<Integer, Long> longRuns = new TreeMap<>();

    /** Counts the runs of {@code runSymbol}. */
    static RunLengths of(SymbolSource source, int runSymbol, CancelToken cancel) {
        Blocks blocks = new Blocks(source);
        Slice[] slices = new Slice[blocks.slices()];
        blocks.inParallel(cancel, slice -> {
            slices[slice] = new Slice(runSymbol);
            return slices[slice];
        });
        RunLengths runs = new RunLengths();
        int before = 0;
        for (Slice slice : slices) {
            before = runs.append(slice, before);
        }
        return runs;
    }

    /** Gives the length of the run that is open at the slice's end. */
    private int append(Slice slice, int before) {
        if (slice.first < 0) {
            return before + slice.open;
        }
        add(before + slice.first, 1);
        for (int length = 0; length < SHORT; length++) {
            shortRuns[length] += slice.inner.shortRuns[length];
        }
        slice.inner.longRuns.forEach(this::add);
        return slice.open;
    }

    private void add(int length, long count) {
        if (length < SHORT) {
            shortRuns[length] += count;
        } else {
            longRuns.merge(length, count, Long::sum);
        }
    }

    /** The runs of one slice, read in order. */
    private static final class Slice implements Blocks.BlockWork {
        private final int runSymbol;
        private final RunLengths inner = new RunLengths();
        /** The run at the start, which may continue that of the slice before; negative until another symbol came. */
        private int first = -1;
        /** The run that is open. */
        private int open;

        Slice(int runSymbol) {
            this.runSymbol = runSymbol;
        }

        @Override
        public void run(int[] symbols, int count) {
            int run = open;
            for (int i = 0; i < count; i++) {
                if (symbols[i] == runSymbol) {
                    run++;
                } else {
                    end(run);
                    run = 0;
                }
            }
            open = run;
        }

        private void end(int run) {
            if (first < 0) {
                first = run;
            } else {
                inner.add(run, 1);
            }
        }
    }

    int longest() {
        if (!longRuns.isEmpty()) {
            return longRuns.lastKey();
        }
        int length = SHORT - 1;
        while (length > 0 && shortRuns[length] == 0) {
            length--;
        }
        return length;
    }

    /**
     * The lengths when no run may be longer than {@code cap}: longer ones are broken by filler symbols, a run of
     * {@code cap} and the run symbol itself each.
     */
    Capped capped(int cap) {
        long[] counts = new long[cap + 1];
        long fillers = 0;
        for (int length = 0; length < SHORT; length++) {
            fillers += cap(length, shortRuns[length], counts);
        }
        for (Map.Entry<Integer, Long> run : longRuns.entrySet()) {
            fillers += cap(run.getKey(), run.getValue(), counts);
        }
        counts[cap] += fillers;
        return new Capped(SymbolCounts.ofDense(0, counts), fillers);
    }

    private static long cap(int length, long count, long[] into) {
        int room = into.length;
        into[length % room] += count;
        return count * (length / room);
    }

    /**
     * Runs of limited length.
     *
     * @param counts of each length, fillers' included
     * @param fillers number of fillers
     */
    record Capped(SymbolCounts counts, long fillers) {}
}
