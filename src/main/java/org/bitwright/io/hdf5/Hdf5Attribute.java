package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** A small named value of an object (specification IV.A.2.m), of which texts are read. */
final class Hdf5Attribute {
    private static final int MAX_TEXTS = 1 << 20;

    private final String name;
    private final Hdf5Type type;
    private final Shape shape;
    private final Cursor value;

    private Hdf5Attribute(String name, Hdf5Type type, Shape shape, Cursor value) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.value = value;
    }

    String name() {
        return name;
    }

    static Hdf5Attribute read(Cursor message) throws InvalidFileException {
        int version = message.u8();
        if (version < 1 || version > 3) {
            throw message.broken(Phrase.of("version %s of an attribute is not known", version));
        }
        int flags = message.u8();
        if (version > 1 && flags != 0) {
            throw message.broken(
                    Phrase.of("an attribute's description is shared among objects of the file, which is not read"));
        }
        int nameBytes = message.u16();
        int typeBytes = message.u16();
        int spaceBytes = message.u16();
        message.skip(version == 3 ? 1 : 0);
        Cursor names = padded(message, nameBytes, version);
        String name = names.text(nameBytes);
        Hdf5Type type = Hdf5Type.read(padded(message, typeBytes, version));
        Shape shape = Dataspace.read(padded(message, spaceBytes, version));
        return new Hdf5Attribute(name, type, shape, message);
    }

    private static Cursor padded(Cursor message, int bytes, int version) throws InvalidFileException {
        return message.part(version == 1 ? bytes + 7 & ~7 : bytes);
    }

    /**
     * The values as texts. Read once.
     *
     * @throws InvalidFileException if they are no texts
     */
    List<String> texts() throws IOException {
        long count = shape.elements();
        if (count > MAX_TEXTS) {
            throw value.broken(Phrase.of("attribute '%s' has %s values, more than are read", name, count));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    private String text() throws IOException {
        if (type instanceof Hdf5Type.FixedText fixed) {
            value.space().spend(fixed.width(), Phrase.of("attribute '%s'", name));
            String text = value.text(fixed.width());
            return fixed.spacePadded() ? text.stripTrailing() : text;
        }
        if (type instanceof Hdf5Type.FreeText) {
            long bytes = value.u32();
            long heap = value.address();
            long index = value.u32();
            return bytes == 0
                    ? ""
                    : new String(
                            GlobalHeap.object(value.space(), heap, index, bytes, Phrase.of("attribute '%s'", name)),
                            StandardCharsets.UTF_8);
        }
        throw value.broken(Phrase.of("attribute '%s' holds no text", name));
    }
}
