package org.bitwright.io.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Reads one structure field by field. Never leaves it: a field that does not fit refuses the file. */
final class Cursor {
    private final Hdf5Space space;
    private final Phrase place;
    private final ByteBuffer bytes;

    /** @param place names the structure in messages */
    Cursor(Hdf5Space space, Phrase place, ByteBuffer bytes) {
        this.space = space;
        this.place = place;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    Hdf5Space space() {
        return space;
    }

    /** The same structure from its beginning; messages are kept, and read as often as somebody asks. */
    Cursor fromStart() {
        return new Cursor(space, place, bytes.duplicate().rewind());
    }

    int left() {
        return bytes.remaining();
    }

    int position() {
        return bytes.position();
    }

    int u8() throws InvalidFileException {
        need(1);
        return bytes.get() & 0xFF;
    }

    int u16() throws InvalidFileException {
        need(2);
        return bytes.getShort() & 0xFFFF;
    }

    long u32() throws InvalidFileException {
        need(4);
        return bytes.getInt() & 0xFFFFFFFFL;
    }

    /**
     * A little-endian number of up to eight bytes.
     *
     * @throws InvalidFileException if it is 2^63 or more
     */
    long number(int width) throws InvalidFileException {
        long value = raw(width);
        if (value < 0) {
            throw broken(Phrase.of("a number in it is too large"));
        }
        return value;
    }

    /** A length, as wide as the file's superblock says. */
    long length() throws InvalidFileException {
        return number(space.lengthBytes());
    }

    /** An address, or {@link Hdf5Space#NOWHERE}. */
    long address() throws InvalidFileException {
        int width = space.offsetBytes();
        long value = raw(width);
        long undefined = width == 8 ? -1 : (1L << 8 * width) - 1;
        if (value == undefined) {
            return Hdf5Space.NOWHERE;
        }
        if (value < 0) {
            throw broken(Phrase.of("an address in it is too large"));
        }
        return value;
    }

    private long raw(int width) throws InvalidFileException {
        need(width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes.get() & 0xFFL) << 8 * i;
        }
        return value;
    }

    void skip(long count) throws InvalidFileException {
        need(count);
        bytes.position(bytes.position() + (int) count);
    }

    /** The next {@code count} bytes as a structure of their own. */
    Cursor part(long count) throws InvalidFileException {
        need(count);
        ByteBuffer part = bytes.slice(bytes.position(), (int) count);
        skip(count);
        return new Cursor(space, place, part);
    }

    byte[] bytes(long count) throws InvalidFileException {
        need(count);
        byte[] taken = new byte[(int) count];
        bytes.get(taken);
        return taken;
    }

    /** A text of fixed width, up to its first zero byte. */
    String text(long width) throws InvalidFileException {
        byte[] taken = bytes(width);
        int end = 0;
        while (end < taken.length && taken[end] != 0) {
            end++;
        }
        return new String(taken, 0, end, StandardCharsets.UTF_8);
    }

    /** A text that ends with a zero byte. */
    String terminated() throws InvalidFileException {
        int start = bytes.position();
        int end = start;
        while (end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        if (end == bytes.limit()) {
            throw broken(Phrase.of("a name in it does not end"));
        }
        String text = text(end - start);
        skip(1);
        return text;
    }

    void signature(String expected) throws InvalidFileException {
        if (!new String(bytes(4), StandardCharsets.ISO_8859_1).equals(expected)) {
            throw broken(Phrase.of("it does not begin with '%s': the file is damaged", expected));
        }
    }

    void version(int expected) throws InvalidFileException {
        int found = u8();
        if (found != expected) {
            throw broken(Phrase.of("its version %s is not known", found));
        }
    }

    private void need(long count) throws InvalidFileException {
        if (count < 0 || count > bytes.remaining()) {
            throw broken(Phrase.of("it ends too early: the file is damaged"));
        }
    }

    InvalidFileException broken(Phrase reason) {
        return space.broken(place, reason);
    }
}
