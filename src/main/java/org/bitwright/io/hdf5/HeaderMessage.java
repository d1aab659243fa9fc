package org.bitwright.io.hdf5;

import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * One message of an object's header.
 *
 * @param body as it lies in the header
 */
record HeaderMessage(int type, int flags, Cursor body) {
    static final int DATASPACE = 0x01;
    static final int LINK_INFO = 0x02;
    static final int DATATYPE = 0x03;
    static final int OLD_FILL_VALUE = 0x04;
    static final int FILL_VALUE = 0x05;
    static final int LINK = 0x06;
    static final int EXTERNAL_FILES = 0x07;
    static final int LAYOUT = 0x08;
    static final int FILTERS = 0x0B;
    static final int ATTRIBUTE = 0x0C;
    static final int CONTINUATION = 0x10;
    static final int SYMBOL_TABLE = 0x11;
    static final int ATTRIBUTE_INFO = 0x15;

    private static final int SHARED = 1 << 1;
    private static final int FAIL_IF_UNKNOWN = 1 << 7;
    private static final int LAST_KNOWN = 0x17;

    void checkKnown() throws InvalidFileException {
        if (type > LAST_KNOWN && (flags & FAIL_IF_UNKNOWN) != 0) {
            throw body.broken(Phrase.of("it uses a feature of HDF5 (message %s) that is not known", type));
        }
    }

    /** The body, of a message that is stored here and not elsewhere for many objects. */
    Cursor own() throws InvalidFileException {
        if ((flags & SHARED) != 0) {
            throw body.broken(Phrase.of("its description is shared among objects of the file, which is not read"));
        }
        return body.fromStart();
    }
}
