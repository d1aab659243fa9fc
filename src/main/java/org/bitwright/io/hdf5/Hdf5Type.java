package org.bitwright.io.hdf5;

import java.nio.ByteOrder;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** What an element of a dataset or of an attribute is (specification IV.A.2.d). */
public sealed interface Hdf5Type {

    /** Bytes of an element. */
    int width();

    /** A number of a type that tensors have, in one of the two byte orders. */
    record Number(ElementType type, ByteOrder order) implements Hdf5Type {
        @Override
        public int width() {
            return type.bits() / 8;
        }
    }

    /** A text in so many bytes, padded. */
    record FixedText(int width, boolean spacePadded) implements Hdf5Type {}

    /** A text that lies elsewhere, in a heap of the file. */
    record FreeText(int width) implements Hdf5Type {}

    /** Bytes that only their writer knows; as Keras stores bfloat16. */
    record Opaque(int width) implements Hdf5Type {}

    /** Anything else, in a user's words. */
    record Other(int width, Phrase words) implements Hdf5Type {}

    /** Parses a datatype message. */
    static Hdf5Type read(Cursor message) throws InvalidFileException {
        return TypeMessage.read(message, 0);
    }
}
