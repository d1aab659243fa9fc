package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bitwright.model.Phrase;

/** The checksum of newer structures: Bob Jenkins' lookup3 (public domain, 2006), function hashlittle, from 0 on. */
final class Checksum {
    private static final int BYTES = 4;

    private Checksum() {}

    /**
     * Reads a structure whose last four bytes are its checksum.
     *
     * @param length with the checksum
     */
    static Cursor verified(Hdf5Space space, long address, long length, Phrase place) throws IOException {
        if (length < BYTES) {
            throw space.broken(place, Phrase.of("it is too short for its checksum"));
        }
        byte[] bytes = space.read(address, length, place).bytes(length);
        int covered = bytes.length - BYTES;
        int stored = bytes[covered] & 0xFF
                | (bytes[covered + 1] & 0xFF) << 8
                | (bytes[covered + 2] & 0xFF) << 16
                | (bytes[covered + 3] & 0xFF) << 24;
        if (stored != of(bytes, covered)) {
            throw space.broken(place, Phrase.of("its checksum does not match: the file is damaged"));
        }
        return new Cursor(space, place, ByteBuffer.wrap(bytes, 0, covered).slice());
    }

    static int of(byte[] bytes, int length) {
        int a = 0xDEADBEEF + length;
        int b = a;
        int c = a;
        int at = 0;
        int left = length;
        for (; left > 12; left -= 12, at += 12) {
            a += word(bytes, at, 4);
            b += word(bytes, at + 4, 4);
            c += word(bytes, at + 8, 4);
            a = a - c ^ Integer.rotateLeft(c, 4);
            c += b;
            b = b - a ^ Integer.rotateLeft(a, 6);
            a += c;
            c = c - b ^ Integer.rotateLeft(b, 8);
            b += a;
            a = a - c ^ Integer.rotateLeft(c, 16);
            c += b;
            b = b - a ^ Integer.rotateLeft(a, 19);
            a += c;
            c = c - b ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        if (left == 0) {
            return c;
        }
        a += word(bytes, at, Math.min(4, left));
        b += word(bytes, at + 4, Math.min(4, left - 4));
        c += word(bytes, at + 8, Math.min(4, left - 8));
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        c = (c ^ b) - Integer.rotateLeft(b, 24);
        return c;
    }

    /** Up to four bytes, the missing ones zero; none for a count below one. */
    private static int word(byte[] bytes, int at, int count) {
        int word = 0;
        for (int i = 0; i < count; i++) {
            word |= (bytes[at + i] & 0xFF) << 8 * i;
        }
        return word;
    }
}
