package org.bitwright.quant.coding;

import java.util.Arrays;

/**
 * Reads symbols that {@link EntropyCode#encode} wrote, from bytes that nobody vouches for: whatever they are, it ends in
 * time proportional to bytes and symbols, takes memory for the tables only, and fails with a {@link CodingException} or
 * gives exactly as many symbols as were asked for.
 */
public final class EntropyDecoder {
    private static final int MAX_RUN = 1 << 24;

    private final BitReader in;
    private final boolean ofRuns;
    private final HuffmanTable symbols;
    private final HuffmanTable runs;
    private final int runSymbol;
    private final int cap;
    private final long count;
    private long pairsLeft;
    private long done;
    /** Run symbols that come before {@link #waiting}. */
    private long run;
    /** Whether a symbol waits behind the run. */
    private boolean isWaiting;

    private int waiting;

    /**
     * Reads the tables.
     *
     * @param bytes one whole stream
     * @param count number of symbols in it, which the caller knows
     */
    public EntropyDecoder(byte[] bytes, long count) throws CodingException {
        this.in = new BitReader(bytes);
        this.count = count;
        this.ofRuns = in.read(1) == 1;
        if (ofRuns) {
            this.pairsLeft = number("number of pairs", count);
            this.runSymbol = runSymbol();
            this.cap = (int) number("longest run", MAX_RUN);
            this.runs = HuffmanTable.read(in);
            this.symbols = HuffmanTable.read(in);
            checkRoom(pairsLeft, 2);
            this.run = pairsLeft == 0 ? count : 0;
        } else {
            this.runSymbol = 0;
            this.cap = 0;
            this.symbols = HuffmanTable.read(in);
            this.runs = symbols;
            checkRoom(count, 1);
        }
    }

    /** All symbols of a stream. */
    public static int[] decode(byte[] bytes, int count) throws CodingException {
        EntropyDecoder decoder = new EntropyDecoder(bytes, count);
        int[] symbols = new int[count];
        decoder.read(symbols, count);
        decoder.finish();
        return symbols;
    }

    private long number(String what, long most) throws CodingException {
        long number = in.readNumber();
        if (number > most) {
            throw new CodingException(in.position(), "the " + what + " is " + number + ", but at most " + most);
        }
        return number;
    }

    private int runSymbol() throws CodingException {
        long symbol = BitReader.unfolded(in.readNumber());
        if (symbol != (int) symbol) {
            throw new CodingException(in.position(), "the run symbol has more than 32 bits");
        }
        return (int) symbol;
    }

    private void checkRoom(long words, int bitsEach) throws CodingException {
        if (words > in.left() / bitsEach) {
            throw new CodingException(
                    in.position(), in.left() + " bits are left, too few for " + words + " code words or pairs of them");
        }
    }

    /**
     * Puts the next {@code size} symbols at the start of {@code into}.
     *
     * @throws IllegalArgumentException if so many are not left
     */
    public void read(int[] into, int size) throws CodingException {
        if (size > count - done) {
            throw new IllegalArgumentException((count - done) + " symbols are left, not " + size);
        }
        if (ofRuns) {
            readRuns(into, size);
        } else {
            for (int i = 0; i < size; i++) {
                into[i] = symbols.next(in);
            }
        }
        done += size;
    }

    private void readRuns(int[] into, int size) throws CodingException {
        for (int at = 0; at < size; ) {
            if (run > 0) {
                int length = (int) Math.min(run, size - at);
                Arrays.fill(into, at, at + length, runSymbol);
                at += length;
                run -= length;
            } else if (isWaiting) {
                into[at++] = waiting;
                isWaiting = false;
                run = pairsLeft == 0 ? count - done - at : 0;
            } else {
                nextPair(count - done - at);
            }
        }
    }

    private void nextPair(long room) throws CodingException {
        run = runs.next(in);
        if (run < 0 || run > cap || run >= room) {
            throw new CodingException(
                    in.position(),
                    "a run of " + run + " where at most " + Math.min(cap, room - 1) + " symbols have room");
        }
        waiting = symbols.next(in);
        isWaiting = true;
        pairsLeft--;
    }

    /** @throws CodingException unless all symbols were read and nothing is left */
    public void finish() throws CodingException {
        if (done < count || pairsLeft > 0) {
            throw new CodingException(in.position(), "symbols are left over at the end");
        }
        in.finish();
    }
}
