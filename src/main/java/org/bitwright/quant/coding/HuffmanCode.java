package org.bitwright.quant.coding;

import java.io.IOException;
import java.util.Arrays;

/**
 * A canonical Huffman code: shorter code words first, among equally long ones in the symbols' order, so that the
 * lengths say it all. Immutable.
 *
 * <p>Its table in a stream: the number of symbols, then of each, in rising order, its distance from the one before
 * less 1 (of the first the symbol itself, folded) and the folded difference of its length from the one before (from
 * {@value #FIRST_LENGTH} at the first), all in gamma code. Neighbouring symbols are mostly as common as each other, so
 * that most symbols cost 2 to 4 bits.
 */
final class HuffmanCode {
    static final int FIRST_LENGTH = 8;

    private static final int DENSE_SPAN = 1 << 18;
    private static final int LENGTH_BITS = 6;

    private final int[] symbols;
    private final int[] lengths;
    private final int[] words;
    /** Words and lengths by symbol − lowest; empty where the symbols lie too far apart. */
    private final long[] dense;

    private HuffmanCode(int[] symbols, int[] lengths) {
        this.symbols = symbols;
        this.lengths = lengths;
        this.words = words(lengths);
        this.dense = dense();
    }

    /** The best code for these counts. */
    static HuffmanCode of(SymbolCounts counts) {
        return new HuffmanCode(counts.symbols(), CodeLengths.of(counts.counts()));
    }

    private static int[] words(int[] lengths) {
        long[] next = new long[CodeLengths.MAX_BITS + 2];
        for (int length : lengths) {
            next[length + 1]++;
        }
        long word = 0;
        for (int length = 1; length <= CodeLengths.MAX_BITS; length++) {
            word = word + next[length] << 1;
            next[length] = word;
        }
        int[] words = new int[lengths.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) next[lengths[i]]++;
        }
        return words;
    }

    private long[] dense() {
        long span = symbols.length == 0 ? 0 : (long) symbols[symbols.length - 1] - symbols[0] + 1;
        if (span > DENSE_SPAN) {
            return new long[0];
        }
        long[] table = new long[(int) span];
        for (int i = 0; i < symbols.length; i++) {
            table[symbols[i] - symbols[0]] = (words[i] & 0xFFFFFFFFL) << LENGTH_BITS | lengths[i];
        }
        return table;
    }

    /** Bits that so many symbols take, without the table. */
    long bits(SymbolCounts counts) {
        long bits = 0;
        for (int i = 0; i < lengths.length; i++) {
            bits += counts.counts()[i] * lengths[i];
        }
        return bits;
    }

    /** Bits of the table. */
    long tableBits() {
        long bits = BitWriter.numberBits(symbols.length);
        for (int i = 0; i < symbols.length; i++) {
            bits += BitWriter.numberBits(distance(i)) + BitWriter.numberBits(turn(i));
        }
        return bits;
    }

    void writeTable(BitWriter out) throws IOException {
        out.writeNumber(symbols.length);
        for (int i = 0; i < symbols.length; i++) {
            out.writeNumber(distance(i));
            out.writeNumber(turn(i));
        }
    }

    private long distance(int i) {
        return i == 0 ? BitWriter.folded(symbols[0]) : (long) symbols[i] - symbols[i - 1] - 1;
    }

    private long turn(int i) {
        return BitWriter.folded((long) lengths[i] - (i == 0 ? FIRST_LENGTH : lengths[i - 1]));
    }

    /** @param symbol one that the code has */
    void write(int symbol, BitWriter out) throws IOException {
        if (dense.length > 0) {
            long entry = dense[symbol - symbols[0]];
            out.write((int) (entry >>> LENGTH_BITS), (int) entry & (1 << LENGTH_BITS) - 1);
        } else {
            int i = Arrays.binarySearch(symbols, symbol);
            out.write(words[i], lengths[i]);
        }
    }
}
