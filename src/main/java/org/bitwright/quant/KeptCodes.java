package org.bitwright.quant;

import org.bitwright.quant.coding.SymbolSource;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Codes worked out once, in a byte each: a quarter of the weight's own memory, for as long as they are counted. */
final class KeptCodes implements SymbolSource {
    private static final int CHUNK = 1 << 14;

    private final byte[] codes;
    private final int lowest;
    private final int highest;

    private KeptCodes(SymbolSource source) {
        this.codes = new byte[source.size()];
        this.lowest = source.lowest();
        this.highest = source.highest();
    }

    /** @param source of which no two symbols lie more than 255 apart */
    static KeptCodes of(SymbolSource source, CancelToken cancel) {
        KeptCodes kept = new KeptCodes(source);
        int slices = (int) ((source.size() + CHUNK - 1L) / CHUNK);
        Parallel.forSlices(slices, cancel, slice -> {
            int first = slice * CHUNK;
            int[] symbols = new int[Math.min(CHUNK, source.size() - first)];
            source.read(first, symbols, symbols.length);
            for (int i = 0; i < symbols.length; i++) {
                kept.codes[first + i] = (byte) (symbols[i] - kept.lowest);
            }
        });
        return kept;
    }

    @Override
    public int size() {
        return codes.length;
    }

    @Override
    public int lowest() {
        return lowest;
    }

    @Override
    public int highest() {
        return highest;
    }

    @Override
    public void read(int first, int[] into, int count) {
        for (int i = 0; i < count; i++) {
            into[i] = (codes[first + i] & 0xFF) + lowest;
        }
    }
}
