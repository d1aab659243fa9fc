package org.bitwright.quant.coding;

import java.io.IOException;
import java.io.OutputStream;

/** Writes bits, the most significant first. Whole numbers of unknown size are written in Elias's gamma code. */
final class BitWriter {
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 13];
    private int bytes;
    private long pending;
    private int pendingBits;

    BitWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes the lowest {@code count} bits of {@code bits}.
     *
     * @param count 0 … 32
     */
    void write(int bits, int count) throws IOException {
        pending = pending << count | bits & (1L << count) - 1;
        pendingBits += count;
        if (pendingBits >= Integer.SIZE) {
            writeBytes(Integer.BYTES);
        }
    }

    private void writeBytes(int count) throws IOException {
        if (bytes + count > buffer.length) {
            out.write(buffer, 0, bytes);
            bytes = 0;
        }
        for (int i = 0; i < count; i++) {
            pendingBits -= Byte.SIZE;
            buffer[bytes++] = (byte) (pending >>> pendingBits);
        }
    }

    /**
     * Writes a whole number n ≥ 0 as Elias gamma of n + 1 (Elias, Universal codeword sets and representations of the
     * integers, 1975).
     */
    void writeNumber(long number) throws IOException {
        int width = width(number);
        for (int zeros = width - 1; zeros > 0; zeros -= Integer.SIZE) {
            write(0, Math.min(Integer.SIZE, zeros));
        }
        if (width > Integer.SIZE) {
            write((int) ((number + 1) >>> Integer.SIZE), width - Integer.SIZE);
        }
        write((int) (number + 1), Math.min(Integer.SIZE, width));
    }

    /** Bits that {@link #writeNumber} takes. */
    static int numberBits(long number) {
        return 2 * width(number) - 1;
    }

    private static int width(long number) {
        return Long.SIZE - Long.numberOfLeadingZeros(number + 1);
    }

    /** Makes a number of either sign one that is not negative: 0, −1, 1, −2, … become 0, 1, 2, 3, …. */
    static long folded(long number) {
        return number << 1 ^ number >> Long.SIZE - 1;
    }

    /** Fills the last byte with zeros and hands everything on. */
    void finish() throws IOException {
        int padding = -pendingBits & Byte.SIZE - 1;
        write(0, padding);
        writeBytes(pendingBits / Byte.SIZE);
        out.write(buffer, 0, bytes);
        bytes = 0;
    }
}
