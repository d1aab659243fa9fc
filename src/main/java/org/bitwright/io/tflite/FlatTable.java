package org.bitwright.io.tflite;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.model.Phrase;

/**
 * A table with its vtable, both in the file. Fields are asked for by their numbers in the schema, from 0 on.
 *
 * @param position of the table
 */
record FlatTable(FlatFile file, long position, long vtable, int vtableBytes, int tableBytes, Phrase place) {

    /** Where a field lies; 0 where it is not given. */
    private long at(int field, int width) throws IOException {
        int entry = 4 + 2 * field;
        if (entry + 2 > vtableBytes) {
            return 0;
        }
        int offset = (int) (file.number(vtable + entry, 2, place) & 0xFFFF);
        if (offset == 0) {
            return 0;
        }
        if (offset < 4 || offset + width > tableBytes) {
            throw file.broken(place, Phrase.of("one of its fields lies outside its table: the file is damaged"));
        }
        return position + offset;
    }

    boolean has(int field) throws IOException {
        return at(field, 1) != 0;
    }

    /** A number of {@code width} bytes with its sign. */
    long number(int field, int width, long absent) throws IOException {
        long at = at(field, width);
        return at == 0 ? absent : file.number(at, width, place);
    }

    Optional<FlatTable> table(int field) throws IOException {
        long at = at(field, 4);
        return at == 0 ? Optional.empty() : Optional.of(file.table(at + file.u32(at, place), place));
    }

    /** A vector of elements of {@code width} bytes; empty where it is not given. */
    Optional<FlatVector> vector(int field, int width) throws IOException {
        long at = at(field, 4);
        return at == 0 ? Optional.empty() : Optional.of(file.vector(at, width, place));
    }

    /** A text; empty where it is not given. */
    String text(int field) throws IOException {
        Optional<FlatVector> bytes = vector(field, 1);
        return bytes.isPresent() ? file.text(bytes.get()) : "";
    }
}
