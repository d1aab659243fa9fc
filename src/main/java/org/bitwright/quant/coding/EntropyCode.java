package org.bitwright.quant.coding;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.bitwright.task.CancelToken;

/**
 * The shortest coding of a sequence of symbols: canonical Huffman over the symbols; or, where one symbol fills most of
 * the sequence, over the runs of that symbol and the symbols between (Deep Compression, Han, Mao and Dally 2016, section
 * 2 and figure 2), since a code word never takes less than one bit; or words of one length, where no table pays. The
 * size is known from counts alone, before a byte is written, and is the size that {@link #encode} writes.
 *
 * <p>The stream, bit after bit, the most significant bit of a byte first: the form, 0 plain, 10 runs, 11 flat; in the
 * form of runs the number of pairs, the run symbol, the longest run and the table of runs; the table of symbols, or in
 * the flat form the lowest symbol and the length of the words; the code words, in pairs (run, symbol) in the form of
 * runs; zeros up to the whole byte. Run symbols after the last pair are not written: whoever decodes knows how many
 * symbols there are. Numbers are in Elias gamma code.
 */
public abstract sealed class EntropyCode permits PlainCode, RunCode, FlatCode {
    /** First bits of runs, {@link #FORM_BITS} of them. */
    static final int RUNS = 0b10;

    /** First bits of words of one length. */
    static final int FLAT = 0b11;

    static final int FORM_BITS = 2;

    /** Longest runs that are tried: Deep Compression's 5 and 8 bits, and 12 for the sparsest. */
    private static final int[] CAPS = {(1 << 5) - 1, (1 << 8) - 1, (1 << 12) - 1};

    EntropyCode() {}

    /**
     * The shortest coding. Two passes over the symbols on all cores; does not depend on the number of threads.
     *
     * @throws IllegalArgumentException if there are more than 131,072 different symbols
     */
    public static EntropyCode of(SymbolSource source, CancelToken cancel) {
        SymbolCounts counts = SymbolCounts.of(source, cancel);
        EntropyCode best = new PlainCode(counts);
        if (counts.distinct() == 0) {
            return best;
        }
        int runSymbol = counts.commonest();
        RunLengths runs = RunLengths.of(source, runSymbol, cancel);
        for (int cap : CAPS) {
            EntropyCode candidate = new RunCode(runSymbol, cap, counts, runs);
            if (candidate.bits() < best.bits()) {
                best = candidate;
            }
            if (runs.longest() <= cap) {
                break;
            }
        }
        EntropyCode flat = new FlatCode(counts);
        return flat.bits() < best.bits() ? flat : best;
    }

    /** Size of the whole stream in bits, tables included, before the last byte is filled. */
    abstract long bits();

    /** Whether runs are coded. */
    public abstract boolean isOfRuns();

    /** Size of the whole stream, tables included: exactly what {@link #encode} writes. */
    public long bytes() {
        return (bits() + Byte.SIZE - 1) / Byte.SIZE;
    }

    /**
     * Writes the symbols.
     *
     * @param source the very symbols that this coding was made for
     */
    public void encode(SymbolSource source, OutputStream out, CancelToken cancel) throws IOException {
        BitWriter bits = new BitWriter(out);
        write(source, bits, cancel);
        bits.finish();
    }

    /** Writes everything but the zeros that fill the last byte. */
    abstract void write(SymbolSource source, BitWriter out, CancelToken cancel) throws IOException;

    /** Reads blocks in order and may fail to write them. */
    @FunctionalInterface
    interface SymbolWriter {
        void write(int symbol) throws IOException;
    }

    static void forEach(SymbolSource source, CancelToken cancel, SymbolWriter writer) throws IOException {
        try {
            new Blocks(source).inOrder(cancel, (symbols, count) -> {
                try {
                    for (int i = 0; i < count; i++) {
                        writer.write(symbols[i]);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
