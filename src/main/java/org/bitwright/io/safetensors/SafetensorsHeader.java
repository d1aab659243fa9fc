package org.bitwright.io.safetensors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/** Parses and checks the header of a file: a JSON object of tensors, and {@code __metadata__}, a map of texts. */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String OFFSETS = "data_offsets";
    private static final int MAX_RANK = 64;
    /** Some ten times the largest models known; it bounds the memory that a header of 100 MB takes. */
    private static final int MAX_TENSORS = 500_000;

    private final Path file;
    private final List<HeaderEntry> entries = new ArrayList<>();

    private SafetensorsHeader(Path file) {
        this.file = file;
    }

    /**
     * @param dataBytes number of bytes behind the header
     * @return the tensors in the order of the header
     */
    static List<HeaderEntry> read(Path file, byte[] json, long dataBytes) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(file);
        JsonReading.object(file, Phrase.of("header"), json, header::readAll);
        header.checkOffsets(dataBytes);
        return header.entries;
    }

    private void readAll(JsonReading json) throws IOException {
        for (String name = json.nextKey(); name != null; name = json.nextKey()) {
            json.enterObject();
            if (name.equals(METADATA)) {
                while (json.nextKey() != null) {
                    json.text();
                }
            } else if (entries.size() == MAX_TENSORS) {
                throw json.broken(Phrase.of("it names more than %s tensors", MAX_TENSORS));
            } else {
                entries.add(entry(name, json));
            }
        }
    }

    private HeaderEntry entry(String name, JsonReading json) throws IOException {
        String dtype = null;
        long[] shape = null;
        long[] offsets = null;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            switch (key) {
                case DTYPE -> dtype = json.text();
                case SHAPE -> shape = json.numbers(MAX_RANK);
                case OFFSETS -> offsets = json.numbers(2);
                default -> throw refuse(name, Phrase.of("it has the unknown entry '%s'", key));
            }
        }
        return checked(name, given(name, DTYPE, dtype), given(name, SHAPE, shape), given(name, OFFSETS, offsets));
    }

    private <T> T given(String name, String key, @Nullable T value) throws InvalidFileException {
        if (value == null) {
            throw refuse(name, Phrase.of("its '%s' is missing", key));
        }
        return value;
    }

    private HeaderEntry checked(String name, String dtype, long[] extents, long[] offsets) throws InvalidFileException {
        ElementType type = Dtype.of(dtype)
                .orElseThrow(() -> refuse(name, Phrase.of("its element type '%s' is not known", dtype)))
                .type();
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw refuse(name, Phrase.of("its data_offsets are no begin and end"));
        }
        Shape shape;
        long needed;
        try {
            shape = Shape.of(extents);
            needed = type.bytesFor(shape.elements());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw refuse(name, Phrase.of("its shape asks for more numbers than there can be"));
        }
        if (needed != offsets[1] - offsets[0]) {
            throw refuse(
                    name,
                    Phrase.of(
                            "its shape %s of %s needs %s bytes, but its data_offsets span %s",
                            shape, dtype, needed, offsets[1] - offsets[0]));
        }
        return new HeaderEntry(name, type, shape, offsets[0], offsets[1]);
    }

    /** Tensors lie one behind the other and fill the file: no holes, no overlaps, nothing behind. */
    private void checkOffsets(long dataBytes) throws InvalidFileException {
        List<HeaderEntry> inOrder = entries.stream()
                .sorted(Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end))
                .toList();
        long at = 0;
        for (HeaderEntry entry : inOrder) {
            if (entry.begin() != at) {
                throw refuse(
                        entry.name(),
                        entry.begin() < at
                                ? Phrase.of(
                                        "its data begin at byte %s where others still lie, up to byte %s",
                                        entry.begin(), at)
                                : Phrase.of(
                                        "its data begin at byte %s where nothing lies before them, up to byte %s",
                                        entry.begin(), at));
            }
            at = entry.end();
        }
        if (at != dataBytes) {
            throw new InvalidFileException(
                    file,
                    at > dataBytes
                            ? Phrase.of(
                                    "its tensors take %s bytes, but %s follow the header: it is cut off; download it again",
                                    at, dataBytes)
                            : Phrase.of("its tensors take %s bytes, but %s follow the header", at, dataBytes));
        }
    }

    private InvalidFileException refuse(String name, Phrase reason) {
        return new InvalidFileException(file, Phrase.of("tensor '%s'", name), reason);
    }
}
