package org.bitwright.quant.coding;

import org.bitwright.model.Phrase;

/**
 * Finds symbols by their code words: words up to {@value #QUICK_BITS} bits by one look-up, longer ones by the first
 * word of each length. Made from bytes that nobody vouches for: everything is checked before room is made for it.
 */
final class HuffmanTable {
    private static final int QUICK_BITS = 11;
    private static final int LENGTH_BITS = 6;
    private static final int MAX_BITS = CodeLengths.MAX_BITS;

    /** Symbols by length of code word, then rising. */
    private final int[] ordered;
    /** Place in {@link #ordered} and length, by the first bits; 0 where the word is longer. */
    private final int[] quick = new int[1 << QUICK_BITS];
    /** First word of each length, as its place among all words of 32 bits. */
    private final long[] firstWord = new long[MAX_BITS + 2];
    /** Place in {@link #ordered} of the first word of each length. */
    private final int[] firstPlace = new int[MAX_BITS + 2];

    private HuffmanTable(int[] symbols, int[] lengths, BitReader in) throws CodingException {
        int[] count = new int[MAX_BITS + 1];
        for (int length : lengths) {
            count[length]++;
        }
        for (int length = 1; length <= MAX_BITS; length++) {
            firstWord[length + 1] = firstWord[length] + ((long) count[length] << MAX_BITS - length);
            firstPlace[length + 1] = firstPlace[length] + count[length];
        }
        boolean complete = firstWord[MAX_BITS + 1] == 1L << MAX_BITS;
        boolean single = symbols.length == 1 && lengths[0] == 1;
        if (!complete && !single && symbols.length > 0) {
            throw new CodingException(in.position(), Phrase.of("the code words of a table do not make a code"));
        }
        this.ordered = ordered(symbols, lengths);
        fillQuick();
    }

    private int[] ordered(int[] symbols, int[] lengths) {
        int[] next = firstPlace.clone();
        int[] byWord = new int[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            byWord[next[lengths[i]]++] = symbols[i];
        }
        return byWord;
    }

    private void fillQuick() {
        for (int length = 1; length <= QUICK_BITS; length++) {
            int copies = 1 << QUICK_BITS - length;
            int at = (int) (firstWord[length] >>> MAX_BITS - QUICK_BITS);
            for (int place = firstPlace[length]; place < firstPlace[length + 1]; place++) {
                for (int copy = 0; copy < copies; copy++) {
                    quick[at++] = place << LENGTH_BITS | length;
                }
            }
        }
    }

    /** Reads what {@link HuffmanCode#writeTable} wrote. */
    static HuffmanTable read(BitReader in) throws CodingException {
        long count = in.readNumber();
        // Every symbol takes two bits at least.
        if (count > SymbolCounts.MAX_SYMBOLS || 2 * count > in.left()) {
            throw new CodingException(in.position(), Phrase.of("a table of %s symbols is too large", count));
        }
        int[] symbols = new int[(int) count];
        int[] lengths = new int[(int) count];
        long symbol = 0;
        long length = HuffmanCode.FIRST_LENGTH;
        for (int i = 0; i < symbols.length; i++) {
            long distance = in.readNumber();
            symbol = i == 0 ? BitReader.unfolded(distance) : symbol + distance + 1;
            length += BitReader.unfolded(in.readNumber());
            if (symbol != (int) symbol) {
                throw new CodingException(in.position(), Phrase.of("a symbol has more than 32 bits"));
            }
            if (length < 1 || length > MAX_BITS) {
                throw new CodingException(
                        in.position(), Phrase.of("a code word has %s bits, not 1 to %s", length, MAX_BITS));
            }
            symbols[i] = (int) symbol;
            lengths[i] = (int) length;
        }
        return new HuffmanTable(symbols, lengths, in);
    }

    boolean isEmpty() {
        return ordered.length == 0;
    }

    /** The next symbol. */
    int next(BitReader in) throws CodingException {
        int bits = in.peek();
        int entry = quick[bits >>> MAX_BITS - QUICK_BITS];
        if (entry != 0) {
            in.take(entry & (1 << LENGTH_BITS) - 1);
            return ordered[entry >>> LENGTH_BITS];
        }
        return longWord(bits & 0xFFFFFFFFL, in);
    }

    private int longWord(long bits, BitReader in) throws CodingException {
        for (int length = QUICK_BITS + 1; length <= MAX_BITS; length++) {
            if (bits < firstWord[length + 1]) {
                in.take(length);
                return ordered[firstPlace[length] + (int) (bits - firstWord[length] >>> MAX_BITS - length)];
            }
        }
        throw new CodingException(in.position(), Phrase.of("no code word begins like this"));
    }
}
