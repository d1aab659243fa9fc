package org.bitwright.io.hdf5;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** What groups and datasets have in common: a path, a header, attributes. */
public abstract sealed class Hdf5Object permits Hdf5Group, Hdf5Dataset {
    private static final int ATTRIBUTE_INDEX = 8;

    private final Hdf5Space space;
    private final String path;
    private final ObjectHeader header;

    Hdf5Object(Hdf5Space space, String path, ObjectHeader header) {
        this.space = space;
        this.path = path;
        this.header = header;
    }

    /** Names from the root down, joined by slashes; empty for the root. */
    public final String path() {
        return path;
    }

    final Hdf5Space space() {
        return space;
    }

    final ObjectHeader header() {
        return header;
    }

    /**
     * The texts of an attribute; empty if there is none of this name.
     *
     * @throws InvalidFileException if it holds no texts, or is damaged
     */
    public final Optional<List<String>> texts(String attribute) throws IOException {
        for (HeaderMessage message : header.all(HeaderMessage.ATTRIBUTE)) {
            Hdf5Attribute found = Hdf5Attribute.read(message.own());
            if (found.name().equals(attribute)) {
                return Optional.of(found.texts());
            }
        }
        Optional<HeaderMessage> info = header.first(HeaderMessage.ATTRIBUTE_INFO);
        return info.isPresent() ? dense(info.get().own(), attribute) : Optional.empty();
    }

    /** The first text of an attribute; empty if there is none of this name, or it has no value. */
    public final Optional<String> text(String attribute) throws IOException {
        return texts(attribute).flatMap(texts -> texts.stream().findFirst());
    }

    /** Attributes that lie in a heap, found by the index over their names. */
    private Optional<List<String>> dense(Cursor info, String attribute) throws IOException {
        info.version(0);
        int flags = info.u8();
        info.skip((flags & 1) != 0 ? 2 : 0);
        long heapAt = info.address();
        long index = info.address();
        if (heapAt == Hdf5Space.NOWHERE) {
            return Optional.empty();
        }
        Phrase place = place();
        FractalHeap heap = FractalHeap.open(space, heapAt, place);
        List<Hdf5Attribute> found = new ArrayList<>();
        BTree2.forEach(space, index, ATTRIBUTE_INDEX, place, entry -> {
            Hdf5Attribute read = Hdf5Attribute.read(heap.object(entry.bytes(8)));
            if (read.name().equals(attribute)) {
                found.add(read);
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0).texts());
    }

    final Phrase place() {
        return place(path);
    }

    static Phrase place(String path) {
        return path.isEmpty() ? Phrase.of("root group") : Phrase.of("'%s'", path);
    }
}
