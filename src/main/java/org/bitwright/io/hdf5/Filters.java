package org.bitwright.io.hdf5;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** How chunks were packed (specification IV.A.2.l), undone from the last step to the first. */
final class Filters {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER = 3;
    private static final int FLETCHER_BYTES = 4;
    private static final int MAX_FILTERS = 32;

    private final List<Integer> kinds;
    private final int width;

    private Filters(List<Integer> kinds, int width) {
        this.kinds = kinds;
        this.width = width;
    }

    boolean isEmpty() {
        return kinds.isEmpty();
    }

    static Filters of(ObjectHeader header, int width) throws InvalidFileException {
        Optional<HeaderMessage> message = header.first(HeaderMessage.FILTERS);
        return new Filters(message.isPresent() ? read(message.get().own()) : List.of(), width);
    }

    private static List<Integer> read(Cursor message) throws InvalidFileException {
        int version = message.u8();
        int count = message.u8();
        if (version < 1 || version > 2 || count > MAX_FILTERS) {
            throw message.broken(Phrase.of("the description of how it is compressed is not known"));
        }
        message.skip(version == 1 ? 6 : 0);
        List<Integer> kinds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = message.u16();
            int nameBytes = version == 1 || kind >= 256 ? message.u16() : 0;
            message.skip(2);
            int values = message.u16();
            String name = message.text(version == 1 ? nameBytes + 7 & ~7 : nameBytes);
            message.skip(4L * values + (version == 1 && values % 2 == 1 ? 4 : 0));
            if (kind < DEFLATE || kind > FLETCHER) {
                throw message.broken(Phrase.of(
                        "it is compressed by %s, which is not read; save it with gzip or without compression",
                        name.isEmpty() ? Phrase.of("filter %s", kind) : Phrase.of("'%s'", name)));
            }
            kinds.add(kind);
        }
        return kinds;
    }

    /**
     * The bytes of a chunk.
     *
     * @param mask bit i says that step i was left out
     * @param size bytes that come out
     */
    byte[] undo(byte[] packed, long mask, int size, Cursor place) throws InvalidFileException {
        byte[] bytes = packed;
        for (int i = kinds.size() - 1; i >= 0; i--) {
            if ((mask >> i & 1) == 0) {
                bytes = switch (kinds.get(i)) {
                    case DEFLATE -> inflate(bytes, size + FLETCHER_BYTES * kinds.size(), place);
                    case SHUFFLE -> unshuffle(bytes);
                    default -> verified(bytes, place);
                };
            }
        }
        if (bytes.length != size) {
            throw place.broken(
                    Phrase.of("a chunk unpacks to %s bytes, not %s: the file is damaged", bytes.length, size));
        }
        return bytes;
    }

    private static byte[] inflate(byte[] packed, int most, Cursor place) throws InvalidFileException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[most];
            int done = 0;
            while (!inflater.finished()) {
                int count = inflater.inflate(bytes, done, most - done);
                done += count;
                if (count == 0 && !inflater.finished()) {
                    throw place.broken(
                            done == most
                                    ? Phrase.of("a chunk unpacks to more than the array holds")
                                    : Phrase.of("a chunk's compressed bytes end too early"));
                }
            }
            return done == most ? bytes : Arrays.copyOf(bytes, done);
        } catch (DataFormatException e) {
            InvalidFileException refused = place.broken(Phrase.of("a chunk's compressed bytes are damaged"));
            refused.initCause(e);
            throw refused;
        } finally {
            inflater.end();
        }
    }

    /** First bytes of all elements, then the second ones, and so on; what is left over lies at the end. */
    private byte[] unshuffle(byte[] bytes) {
        int count = bytes.length / width;
        byte[] turned = bytes.clone();
        for (int part = 0; part < width; part++) {
            for (int i = 0; i < count; i++) {
                turned[i * width + part] = bytes[part * count + i];
            }
        }
        return turned;
    }

    /** Takes off Fletcher's checksum, which HDF5 has over big-endian words of 16 bits. */
    private static byte[] verified(byte[] bytes, Cursor place) throws InvalidFileException {
        int length = bytes.length - FLETCHER_BYTES;
        if (length < 0) {
            throw place.broken(Phrase.of("a chunk is too short for its checksum"));
        }
        long low = 0;
        long high = 0;
        for (int i = 0; i < length; i += 2) {
            low = (low + ((bytes[i] & 0xFF) << 8 | (i + 1 < length ? bytes[i + 1] & 0xFF : 0))) % 0xFFFF;
            high = (high + low) % 0xFFFF;
        }
        long found = folded(high) << 16 | folded(low);
        long stored = 0;
        for (int i = 0; i < FLETCHER_BYTES; i++) {
            stored |= (bytes[length + i] & 0xFFL) << 8 * i;
        }
        if ((folded(stored >> 16) << 16 | folded(stored & 0xFFFF)) != found) {
            throw place.broken(Phrase.of("a chunk's checksum does not match: the file is damaged"));
        }
        return Arrays.copyOf(bytes, length);
    }

    /** 0 and 0xFFFF are the same to this checksum. */
    private static long folded(long sum) {
        return sum % 0xFFFF;
    }
}
