package org.bitwright.io.hdf5;

import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** What elements hold that were never written (specification IV.A.2.e, .f). */
final class FillValue {
    private FillValue() {}

    /** The bytes of one element; zeros where the file gives none. */
    static byte[] of(ObjectHeader header, int width) throws InvalidFileException {
        Optional<HeaderMessage> recent = header.first(HeaderMessage.FILL_VALUE);
        Optional<HeaderMessage> old = header.first(HeaderMessage.OLD_FILL_VALUE);
        if (recent.isPresent()) {
            Cursor message = recent.get().own();
            int version = message.u8();
            boolean given;
            if (version == 3) {
                given = (message.u8() & 1 << 5) != 0;
            } else {
                message.skip(2);
                given = message.u8() != 0;
            }
            return given ? sized(message, width) : new byte[width];
        }
        return old.isPresent() ? sized(old.get().own(), width) : new byte[width];
    }

    private static byte[] sized(Cursor message, int width) throws InvalidFileException {
        long bytes = message.u32();
        if (bytes == 0) {
            return new byte[width];
        }
        if (bytes != width) {
            throw message.broken(Phrase.of("its fill value of %s bytes is none of its elements of %s", bytes, width));
        }
        return message.bytes(bytes);
    }
}
