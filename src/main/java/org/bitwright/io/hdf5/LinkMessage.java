package org.bitwright.io.hdf5;

import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Parses link messages (specification IV.A.2.g). */
final class LinkMessage {
    /** Names are shown; none that anybody gave is longer. */
    static final int MAX_NAME = 1 << 12;

    private static final int HARD = 0;
    private static final int SOFT = 1;
    private static final int EXTERNAL = 64;

    private LinkMessage() {}

    static Hdf5Link read(Cursor message) throws InvalidFileException {
        message.version(1);
        int flags = message.u8();
        int type = (flags & 8) != 0 ? message.u8() : HARD;
        message.skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        long bytes = message.number(1 << (flags & 3));
        if (bytes > MAX_NAME) {
            throw message.broken(Phrase.of("a name of %s bytes is not read", bytes));
        }
        String name = message.text(bytes);
        return switch (type) {
            case HARD -> new Hdf5Link(name, Hdf5Link.Kind.HARD, message.address());
            case SOFT -> new Hdf5Link(name, Hdf5Link.Kind.SOFT, Hdf5Space.NOWHERE);
            case EXTERNAL -> new Hdf5Link(name, Hdf5Link.Kind.EXTERNAL, Hdf5Space.NOWHERE);
            default -> throw message.broken(Phrase.of("its link '%s' is of an unknown kind %s", name, type));
        };
    }
}
