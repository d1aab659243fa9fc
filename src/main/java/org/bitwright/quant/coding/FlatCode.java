package org.bitwright.quant.coding;

import java.io.IOException;
import org.bitwright.task.CancelToken;

/**
 * Code words of one length, which need no table: the distance from the lowest symbol. For sequences too short, or too
 * even, to earn a table; of no length at all where every symbol is the same.
 */
final class FlatCode extends EntropyCode {
    private final int lowest;
    private final int width;
    private final long bits;

    /** @param counts of one symbol at least */
    FlatCode(SymbolCounts counts) {
        int[] symbols = counts.symbols();
        this.lowest = symbols[0];
        this.width = Long.SIZE - Long.numberOfLeadingZeros((long) symbols[symbols.length - 1] - lowest);
        this.bits = FORM_BITS
                + BitWriter.numberBits(BitWriter.folded(lowest))
                + BitWriter.numberBits(width)
                + width * counts.total();
    }

    @Override
    long bits() {
        return bits;
    }

    @Override
    public boolean isOfRuns() {
        return false;
    }

    @Override
    void write(SymbolSource source, BitWriter out, CancelToken cancel) throws IOException {
        out.write(FLAT, FORM_BITS);
        out.writeNumber(BitWriter.folded(lowest));
        out.writeNumber(width);
        forEach(source, cancel, symbol -> out.write(symbol - lowest, width));
    }
}
