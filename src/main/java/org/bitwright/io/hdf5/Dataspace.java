package org.bitwright.io.hdf5;

import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** Parses dataspace messages (specification IV.A.2.b). */
final class Dataspace {
    private static final int MAX_RANK = 32;

    private Dataspace() {}

    static Shape read(Cursor message) throws InvalidFileException {
        int version = message.u8();
        int rank = message.u8();
        message.skip(1);
        boolean empty = false;
        if (version == 1) {
            message.skip(5);
        } else if (version == 2) {
            empty = message.u8() == 2;
        } else {
            throw message.broken(Phrase.of("version %s of its dataspace is not known", version));
        }
        if (rank > MAX_RANK) {
            throw message.broken(Phrase.of("its shape has more than %s axes", MAX_RANK));
        }
        long[] extents = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            extents[axis] = message.length();
        }
        try {
            return empty ? Shape.of(0) : Shape.of(extents);
        } catch (IllegalArgumentException e) {
            InvalidFileException refused =
                    message.broken(Phrase.of("its shape asks for more numbers than there can be"));
            refused.initCause(e);
            throw refused;
        }
    }
}
