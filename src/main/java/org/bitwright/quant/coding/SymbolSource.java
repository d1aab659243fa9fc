package org.bitwright.quant.coding;

import java.util.Arrays;

/** A sequence of integer symbols that can be read from any place, by several threads at a time. */
public interface SymbolSource {

    /** Number of symbols. */
    int size();

    /** No symbol is lower; need not occur. */
    int lowest();

    /** No symbol is higher; need not occur. */
    int highest();

    /** Puts the symbols {@code first … first + count − 1} at the start of {@code into}. */
    void read(int first, int[] into, int count);

    /** The symbols of an array, which nobody changes meanwhile. */
    static SymbolSource of(int[] symbols) {
        int lowest = Arrays.stream(symbols).min().orElse(0);
        int highest = Arrays.stream(symbols).max().orElse(0);
        return new SymbolSource() {
            @Override
            public int size() {
                return symbols.length;
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
                System.arraycopy(symbols, first, into, 0, count);
            }
        };
    }
}
