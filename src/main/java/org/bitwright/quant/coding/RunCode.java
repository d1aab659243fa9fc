package org.bitwright.quant.coding;

import java.io.IOException;
import org.bitwright.task.CancelToken;

/** Two code words for every symbol that is not the run symbol: how many run symbols stand before it, and which it is. */
final class RunCode extends EntropyCode {
    private final int runSymbol;
    private final int cap;
    private final long pairs;
    private final HuffmanCode runCode;
    private final HuffmanCode symbolCode;
    private final long bits;

    /**
     * A coding in which no run is longer than {@code cap}; where one is, a filler is written, as Deep Compression does:
     * {@code cap} and the run symbol.
     */
    RunCode(int runSymbol, int cap, SymbolCounts counts, RunLengths runs) {
        RunLengths.Capped capped = runs.capped(cap);
        SymbolCounts between = counts.withCount(runSymbol, capped.fillers());
        this.runSymbol = runSymbol;
        this.cap = cap;
        this.pairs = between.total();
        this.runCode = HuffmanCode.of(capped.counts());
        this.symbolCode = HuffmanCode.of(between);
        this.bits = FORM_BITS
                + BitWriter.numberBits(pairs)
                + BitWriter.numberBits(BitWriter.folded(runSymbol))
                + BitWriter.numberBits(cap)
                + runCode.tableBits()
                + symbolCode.tableBits()
                + runCode.bits(capped.counts())
                + symbolCode.bits(between);
    }

    @Override
    long bits() {
        return bits;
    }

    @Override
    public boolean isOfRuns() {
        return true;
    }

    @Override
    void write(SymbolSource source, BitWriter out, CancelToken cancel) throws IOException {
        out.write(RUNS, FORM_BITS);
        out.writeNumber(pairs);
        out.writeNumber(BitWriter.folded(runSymbol));
        out.writeNumber(cap);
        runCode.writeTable(out);
        symbolCode.writeTable(out);
        forEach(source, cancel, new Pairs(out));
    }

    private final class Pairs implements SymbolWriter {
        private final BitWriter out;
        private int run;

        Pairs(BitWriter out) {
            this.out = out;
        }

        @Override
        public void write(int symbol) throws IOException {
            if (symbol == runSymbol) {
                run++;
                return;
            }
            for (; run > cap; run -= cap + 1) {
                writePair(cap, runSymbol);
            }
            writePair(run, symbol);
            run = 0;
        }

        private void writePair(int length, int symbol) throws IOException {
            runCode.write(length, out);
            symbolCode.write(symbol, out);
        }
    }
}
