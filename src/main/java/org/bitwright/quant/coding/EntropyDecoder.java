package org.bitwright.quant.coding;

import org.bitwright.model.Phrase;

/**
 * Reads symbols that {@link EntropyCode#encode} wrote, from bytes that nobody vouches for: whatever they are, it ends in
 * time proportional to bytes and symbols, takes memory for the tables only, and fails with a {@link CodingException} or
 * gives exactly as many symbols as were asked for.
 */
public final class EntropyDecoder {
    private final BitReader in;
    private final Words words;
    private final long count;
    private long done;

    /** Gives symbols one after the other. */
    interface Words {
        /** Puts {@code size} symbols at the start of {@code into}; {@code left} are left in all. */
        void read(int[] into, int size, long left) throws CodingException;

        /** Whether words are left once all symbols were read. */
        default boolean areLeft() {
            return false;
        }
    }

    /**
     * Reads the tables.
     *
     * @param bytes one whole stream
     * @param count number of symbols in it, which the caller knows
     */
    public EntropyDecoder(byte[] bytes, long count) throws CodingException {
        this.in = new BitReader(bytes);
        this.count = count;
        if (in.read(1) == 0) {
            this.words = plain();
        } else {
            this.words = in.read(1) == 0 ? RunWords.read(in, count) : flat();
        }
    }

    private Words plain() throws CodingException {
        HuffmanTable table = HuffmanTable.read(in);
        checkRoom(in, count, 1);
        return (into, size, left) -> {
            for (int i = 0; i < size; i++) {
                into[i] = table.next(in);
            }
        };
    }

    private Words flat() throws CodingException {
        long lowest = symbol(in);
        int width = (int) number(in, Phrase.of("length of a word"), Integer.SIZE);
        checkRoom(in, count, width);
        return (into, size, left) -> {
            for (int i = 0; i < size; i++) {
                long symbol = lowest + (width == 0 ? 0 : in.read(width) & 0xFFFFFFFFL);
                if (symbol != (int) symbol) {
                    throw new CodingException(in.position(), Phrase.of("a symbol has more than 32 bits"));
                }
                into[i] = (int) symbol;
            }
        };
    }

    /** All symbols of a stream. */
    public static int[] decode(byte[] bytes, int count) throws CodingException {
        EntropyDecoder decoder = new EntropyDecoder(bytes, count);
        int[] symbols = new int[count];
        decoder.read(symbols, count);
        decoder.finish();
        return symbols;
    }

    static long number(BitReader in, Phrase what, long most) throws CodingException {
        long number = in.readNumber();
        if (number > most) {
            throw new CodingException(in.position(), Phrase.of("the %s is %s, but at most %s", what, number, most));
        }
        return number;
    }

    static int symbol(BitReader in) throws CodingException {
        long symbol = BitReader.unfolded(in.readNumber());
        if (symbol != (int) symbol) {
            throw new CodingException(in.position(), Phrase.of("a symbol has more than 32 bits"));
        }
        return (int) symbol;
    }

    static void checkRoom(BitReader in, long words, int bitsEach) throws CodingException {
        if (bitsEach > 0 && words > in.left() / bitsEach) {
            throw new CodingException(
                    in.position(),
                    Phrase.of("%s bits are left, too few for %s code words or pairs of them", in.left(), words));
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
        words.read(into, size, count - done);
        done += size;
    }

    /** @throws CodingException unless all symbols were read and nothing is left */
    public void finish() throws CodingException {
        if (done < count || words.areLeft()) {
            throw new CodingException(in.position(), Phrase.of("symbols are left over at the end"));
        }
        in.finish();
    }
}
