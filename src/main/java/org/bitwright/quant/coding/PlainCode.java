package org.bitwright.quant.coding;

import java.io.IOException;
import org.bitwright.task.CancelToken;

/** One code word a symbol. */
final class PlainCode extends EntropyCode {
    private final HuffmanCode code;
    private final long bits;

    PlainCode(SymbolCounts counts) {
        this.code = HuffmanCode.of(counts);
        this.bits = 1 + code.tableBits() + code.bits(counts);
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
        out.write(0, 1);
        code.writeTable(out);
        forEach(source, cancel, symbol -> code.write(symbol, out));
    }
}
