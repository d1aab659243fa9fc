package org.bitwright.quant.coding;

import org.bitwright.model.Phrase;

/** Reads what {@link BitWriter} wrote, from bytes that nobody vouches for. Never reads past its bytes. */
final class BitReader {
    private static final int MAX_WIDTH = 48;

    private final byte[] bytes;
    private int next;
    /** Bits that come next, from the top; zeros after the end. */
    private long window;
    /** Valid bits of {@link #window}, zeros after the end included. */
    private int available;
    /** Bits not yet taken; negative once more were taken than there are. */
    private long left;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
        this.left = (long) Byte.SIZE * bytes.length;
    }

    long left() {
        return left;
    }

    /** Position in bits, to say where something is wrong. */
    long position() {
        return (long) Byte.SIZE * bytes.length - left;
    }

    /** The next 32 bits, or those that there are with zeros after them; takes none. */
    int peek() {
        if (available < Integer.SIZE) {
            refill();
        }
        return (int) (window >>> Integer.SIZE);
    }

    private void refill() {
        while (available <= Long.SIZE - Byte.SIZE) {
            long value = next < bytes.length ? bytes[next++] & 0xFFL : 0;
            window |= value << Long.SIZE - Byte.SIZE - available;
            available += Byte.SIZE;
        }
    }

    /**
     * Takes bits that {@link #peek} has shown.
     *
     * @param count 0 … 32
     * @throws CodingException if there are not so many
     */
    void take(int count) throws CodingException {
        window <<= count;
        available -= count;
        left -= count;
        if (left < 0) {
            throw new CodingException(position(), Phrase.of("the data end too early"));
        }
    }

    /** @param count 1 … 32 */
    int read(int count) throws CodingException {
        int bits = peek() >>> Integer.SIZE - count;
        take(count);
        return bits;
    }

    /** A number that {@link BitWriter#writeNumber} wrote. */
    long readNumber() throws CodingException {
        int zeros = 0;
        while (read(1) == 0) {
            if (++zeros >= MAX_WIDTH) {
                throw new CodingException(position(), Phrase.of("a number has more than %s bits", MAX_WIDTH));
            }
        }
        long value = 1;
        for (int bit = 0; bit < zeros; bit++) {
            value = value << 1 | read(1);
        }
        return value - 1;
    }

    /** The number of which this is the {@link BitWriter#folded} form. */
    static long unfolded(long number) {
        return number >>> 1 ^ -(number & 1);
    }

    /** @throws CodingException unless nothing but the zeros that fill the last byte is left */
    void finish() throws CodingException {
        if (left >= Byte.SIZE) {
            throw new CodingException(position(), Phrase.of("%s bytes are left over at the end", left / Byte.SIZE));
        }
        if (left > 0 && read((int) left) != 0) {
            throw new CodingException(position(), Phrase.of("the last byte is not filled with zeros"));
        }
    }
}
