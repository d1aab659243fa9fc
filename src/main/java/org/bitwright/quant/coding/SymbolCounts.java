package org.bitwright.quant.coding;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;

/**
 * How often each symbol occurs.
 *
 * @param symbols those that occur, rising; not to be written to
 * @param counts of each, above 0; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent")
record SymbolCounts(int[] symbols, long[] counts) {
    /** Most different symbols that a code may have. */
    static final int MAX_SYMBOLS = 1 << 17;

    private static final int DENSE_SPAN = 1 << 18;

    /** @throws IllegalArgumentException if more than {@link #MAX_SYMBOLS} different symbols occur */
    SymbolCounts {
        if (symbols.length > MAX_SYMBOLS) {
            throw new IllegalArgumentException(
                    symbols.length + " different symbols occur; a code has at most " + MAX_SYMBOLS);
        }
    }

    static SymbolCounts of(SymbolSource source, CancelToken cancel) {
        if (source.size() == 0) {
            return new SymbolCounts(new int[0], new long[0]);
        }
        long span = (long) source.highest() - source.lowest() + 1;
        return span <= DENSE_SPAN ? dense(source, (int) span, cancel) : sparse(source);
    }

    private static SymbolCounts dense(SymbolSource source, int span, CancelToken cancel) {
        Blocks blocks = new Blocks(source);
        int[][] found = new int[blocks.slices()][];
        int lowest = source.lowest();
        blocks.inParallel(cancel, slice -> {
            int[] counts = new int[span];
            found[slice] = counts;
            return (symbols, count) -> {
                for (int i = 0; i < count; i++) {
                    counts[symbols[i] - lowest]++;
                }
            };
        });
        long[] sums = new long[span];
        for (int[] counts : found) {
            for (int i = 0; i < span; i++) {
                sums[i] += counts[i];
            }
        }
        return ofDense(lowest, sums);
    }

    /** Counts of the symbols {@code lowest}, {@code lowest + 1}, …; those that do not occur are left out. */
    static SymbolCounts ofDense(int lowest, long[] dense) {
        int[] present =
                IntStream.range(0, dense.length).filter(i -> dense[i] > 0).toArray();
        return new SymbolCounts(
                Arrays.stream(present).map(i -> lowest + i).toArray(),
                Arrays.stream(present).mapToLong(i -> dense[i]).toArray());
    }

    private static SymbolCounts sparse(SymbolSource source) {
        int[] sorted = new int[source.size()];
        source.read(0, sorted, sorted.length);
        Arrays.parallelSort(sorted);
        int[] symbols = new int[sorted.length];
        long[] counts = new long[sorted.length];
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                symbols[distinct++] = sorted[i];
            }
            counts[distinct - 1]++;
        }
        return new SymbolCounts(Arrays.copyOf(symbols, distinct), Arrays.copyOf(counts, distinct));
    }

    /** Number of different symbols. */
    int distinct() {
        return symbols.length;
    }

    long total() {
        return Arrays.stream(counts).sum();
    }

    /** The symbol that occurs most often; the lowest of several. */
    int commonest() {
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            if (counts[i] > counts[best]) {
                best = i;
            }
        }
        return symbols[best];
    }

    /** The same with another count of a symbol that occurs; 0 takes it out. */
    SymbolCounts withCount(int symbol, long count) {
        int[] kept = IntStream.range(0, symbols.length)
                .filter(i -> symbols[i] != symbol || count > 0)
                .toArray();
        return new SymbolCounts(
                Arrays.stream(kept).map(i -> symbols[i]).toArray(),
                Arrays.stream(kept)
                        .mapToLong(i -> symbols[i] == symbol ? count : counts[i])
                        .toArray());
    }
}
