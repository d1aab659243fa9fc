package org.bitwright.quant.coding;

import java.util.Arrays;
import org.bitwright.model.Phrase;

/** Reads pairs of a run and the symbol behind it, as {@link RunCode} writes them. */
final class RunWords implements EntropyDecoder.Words {
    private static final int MAX_RUN = 1 << 24;

    private final BitReader in;
    private final int runSymbol;
    private final int cap;
    private final HuffmanTable runs;
    private final HuffmanTable symbols;
    private long pairsLeft;
    /** Run symbols that come before {@link #waiting}. */
    private long run;
    /** Whether a symbol waits behind the run. */
    private boolean isWaiting;

    private int waiting;

    private RunWords(BitReader in, long count) throws CodingException {
        this.in = in;
        this.pairsLeft = EntropyDecoder.number(in, Phrase.of("number of pairs"), count);
        this.runSymbol = EntropyDecoder.symbol(in);
        this.cap = (int) EntropyDecoder.number(in, Phrase.of("longest run"), MAX_RUN);
        this.runs = HuffmanTable.read(in);
        this.symbols = HuffmanTable.read(in);
        this.run = pairsLeft == 0 ? count : 0;
        EntropyDecoder.checkRoom(in, pairsLeft, 2);
    }

    /** Reads the tables of a sequence of so many symbols. */
    static RunWords read(BitReader in, long count) throws CodingException {
        return new RunWords(in, count);
    }

    @Override
    public void read(int[] into, int size, long left) throws CodingException {
        for (int at = 0; at < size; ) {
            if (run > 0) {
                int length = (int) Math.min(run, size - at);
                Arrays.fill(into, at, at + length, runSymbol);
                at += length;
                run -= length;
            } else if (isWaiting) {
                into[at++] = waiting;
                isWaiting = false;
                run = pairsLeft == 0 ? left - at : 0;
            } else {
                nextPair(left - at);
            }
        }
    }

    private void nextPair(long room) throws CodingException {
        run = runs.next(in);
        if (run < 0 || run > cap || run >= room) {
            throw new CodingException(
                    in.position(),
                    Phrase.of("a run of %s where at most %s symbols have room", run, Math.min(cap, room - 1)));
        }
        waiting = symbols.next(in);
        isWaiting = true;
        pairsLeft--;
    }

    @Override
    public boolean areLeft() {
        return pairsLeft > 0;
    }
}
