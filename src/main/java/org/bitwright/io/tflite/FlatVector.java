package org.bitwright.io.tflite;

import java.io.IOException;
import org.bitwright.model.Phrase;

/**
 * A vector that lies in the file as a whole.
 *
 * @param start of its first element
 * @param width of an element in bytes
 */
record FlatVector(FlatFile file, long start, int count, int width, Phrase place) {

    long number(int index) throws IOException {
        return file.number(start + (long) index * width, width, place);
    }

    float real(int index) throws IOException {
        return Float.intBitsToFloat((int) number(index));
    }

    /** The table that an element refers to. */
    FlatTable table(int index, Phrase what) throws IOException {
        long at = start + (long) index * width;
        return file.table(at + file.u32(at, what), what);
    }
}
