package org.bitwright.quant.coding;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Lengths of an optimal prefix code. Huffman's own (1952) where no code word is too long, else the best under the
 * limit, by package-merge (Larmore and Hirschberg, A fast algorithm for optimal length-limited Huffman codes, 1990).
 * Deterministic: of symbols equally common the one listed first counts as the rarer.
 */
final class CodeLengths {
    /** Longest code word, in bits. */
    static final int MAX_BITS = 32;

    private static final int INDEX_BITS = 17;

    private CodeLengths() {}

    /**
     * Bits of each symbol's code word, 1 … {@link #MAX_BITS}; 1 where there is only one symbol.
     *
     * @param counts above 0 and below 2^46, at most {@link SymbolCounts#MAX_SYMBOLS} of them
     */
    static int[] of(long[] counts) {
        return of(counts, MAX_BITS);
    }

    /** @param limit longest code word; 2^limit code words must suffice */
    static int[] of(long[] counts, int limit) {
        if (counts.length <= 1) {
            return counts.length == 0 ? new int[0] : new int[] {1};
        }
        if (limit < Integer.SIZE - 1 && counts.length > 1 << limit) {
            throw new IllegalArgumentException(counts.length + " symbols do not fit code words of " + limit + " bits");
        }
        long[] keys = new long[counts.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = counts[i] << INDEX_BITS | i;
        }
        Arrays.sort(keys);
        long[] rising = Arrays.stream(keys).map(key -> key >>> INDEX_BITS).toArray();
        int[] lengths = huffman(rising);
        if (lengths[0] > limit) {
            lengths = packageMerge(rising, limit);
        }
        int[] bySymbol = new int[counts.length];
        for (int i = 0; i < keys.length; i++) {
            bySymbol[(int) (keys[i] & ((1 << INDEX_BITS) - 1))] = lengths[i];
        }
        return bySymbol;
    }

    /** Joins the two lightest trees until one is left: leaves and joined trees each come in rising order. */
    private static int[] huffman(long[] rising) {
        int leaves = rising.length;
        long[] joined = new long[leaves - 1];
        int[] parent = new int[2 * leaves - 1];
        int leaf = 0;
        int tree = 0;
        for (int next = 0; next < joined.length; next++) {
            for (int side = 0; side < 2; side++) {
                boolean takesLeaf = leaf < leaves && (tree == next || rising[leaf] <= joined[tree]);
                joined[next] += takesLeaf ? rising[leaf] : joined[tree];
                parent[takesLeaf ? leaf++ : leaves + tree++] = leaves + next;
            }
        }
        int[] depth = new int[parent.length];
        for (int node = parent.length - 2; node >= 0; node--) {
            depth[node] = depth[parent[node]] + 1;
        }
        return Arrays.copyOf(depth, leaves);
    }

    private static int[] packageMerge(long[] rising, int limit) {
        int leaves = rising.length;
        BitSet[] isLeaf = new BitSet[limit];
        long[] packages = new long[0];
        for (int level = 0; level < limit; level++) {
            isLeaf[level] = new BitSet();
            packages = pairs(merge(rising, packages, isLeaf[level]));
        }
        int[] lengths = new int[leaves];
        int taken = 2 * leaves - 2;
        for (int level = limit - 1; level >= 0; level--) {
            int takenLeaves = isLeaf[level].get(0, taken).cardinality();
            for (int i = 0; i < takenLeaves; i++) {
                lengths[i]++;
            }
            taken = 2 * (taken - takenLeaves);
        }
        return lengths;
    }

    private static long[] merge(long[] leaves, long[] packages, BitSet isLeaf) {
        long[] merged = new long[leaves.length + packages.length];
        int leaf = 0;
        int pack = 0;
        for (int i = 0; i < merged.length; i++) {
            boolean takesLeaf = leaf < leaves.length && (pack == packages.length || leaves[leaf] <= packages[pack]);
            merged[i] = takesLeaf ? leaves[leaf++] : packages[pack++];
            isLeaf.set(i, takesLeaf);
        }
        return merged;
    }

    private static long[] pairs(long[] list) {
        long[] pairs = new long[list.length / 2];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = list[2 * i] + list[2 * i + 1];
        }
        return pairs;
    }
}
