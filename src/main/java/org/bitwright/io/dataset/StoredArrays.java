package org.bitwright.io.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.bitwright.io.numpy.NpyReader;
import org.bitwright.io.numpy.NpzArchive;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of an IDX, NPY or NPZ file: what makes the samples, and the labels.
 *
 * @param parts the arrays of the samples; empty where they were not asked for
 * @param labels {@code null} where the file has none, or they were not asked for
 */
record StoredArrays(List<ArrayDataset.Part> parts, @Nullable NumericArray labels) {

    /** What is looked for in a file. */
    enum Wanted {
        SAMPLES,
        LABELS,
        BOTH
    }

    /**
     * @param inputs of the network, by whose names arrays are found
     * @throws InvalidFileException if the file is broken, or what is wanted is not in it
     */
    static StoredArrays read(Path file, FileKind kind, Wanted wanted, List<ValueInfo> inputs) throws IOException {
        if (kind.format() == FileKind.Format.NPZ) {
            return archived(file, wanted, inputs);
        }
        NumericArray array = array(file, kind);
        if (wanted == Wanted.LABELS) {
            return new StoredArrays(List.of(), array);
        }
        Shape shape = sampleShape(file, Phrase.NONE, array, kind.format() == FileKind.Format.IDX, false);
        return new StoredArrays(List.of(new ArrayDataset.Part(array, new SampleInput("", array.type(), shape))), null);
    }

    private static NumericArray array(Path file, FileKind kind) throws IOException {
        try (InputStream in = kind.open(file)) {
            long most = kind.most(file);
            return kind.format() == FileKind.Format.IDX
                    ? IdxReader.read(file, in, most, !kind.gzipped())
                    : NpyReader.read(file, Phrase.NONE, in, most);
        } catch (EOFException | ZipException e) {
            throw new InvalidFileException(file, Phrase.of("its gzip data are cut off or damaged"), e);
        }
    }

    private static StoredArrays archived(Path file, Wanted wanted, List<ValueInfo> inputs) throws IOException {
        try (NpzArchive archive = NpzArchive.open(file)) {
            Map<String, String> keys = wanted == Wanted.LABELS ? Map.of() : sampleKeys(file, archive.keys(), inputs);
            List<ArrayDataset.Part> parts = new ArrayList<>();
            for (Map.Entry<String, String> key : keys.entrySet()) {
                parts.add(part(file, archive, key.getKey(), key.getValue(), inputs));
            }
            refuseDifferentCounts(file, parts);
            return new StoredArrays(parts, labels(file, archive, wanted, keys));
        }
    }

    private static ArrayDataset.Part part(
            Path file, NpzArchive archive, String key, String input, List<ValueInfo> inputs) throws IOException {
        NumericArray array = archive.read(key);
        boolean named = inputs.stream().anyMatch(wanted -> wanted.name().equals(input));
        Shape shape = sampleShape(file, Phrase.of("array '%s'", key), array, false, named);
        return new ArrayDataset.Part(array, new SampleInput(input, array.type(), shape));
    }

    private static @Nullable NumericArray labels(
            Path file, NpzArchive archive, Wanted wanted, Map<String, String> taken) throws IOException {
        if (wanted == Wanted.SAMPLES) {
            return null;
        }
        List<String> left =
                archive.keys().stream().filter(key -> !taken.containsKey(key)).toList();
        Optional<String> key =
                wanted == Wanted.LABELS && left.size() == 1 ? Optional.of(left.get(0)) : LabelFiles.labelKey(left);
        if (key.isEmpty() && wanted == Wanted.LABELS) {
            throw unnamed(file, archive.keys(), Phrase.of("labels are (y, labels)"));
        }
        return key.isEmpty() ? null : archive.read(key.get());
    }

    /** The arrays that make the samples, with the name that each goes by among the network's inputs. */
    private static Map<String, String> sampleKeys(Path file, List<String> keys, List<ValueInfo> inputs)
            throws InvalidFileException {
        Map<String, String> found = new LinkedHashMap<>();
        for (ValueInfo input : inputs) {
            LabelFiles.keyOf(input.name(), keys).ifPresent(key -> found.putIfAbsent(key, input.name()));
        }
        if (found.isEmpty()) {
            Optional<String> usual = LabelFiles.sampleKey(keys);
            usual.ifPresent(key -> found.put(key, key));
        }
        if (found.isEmpty()) {
            Phrase names = inputs.isEmpty()
                    ? Phrase.of("samples are (x, images, data)")
                    : Phrase.of(
                            "the network's inputs are (%s)",
                            String.join(
                                    ", ", inputs.stream().map(ValueInfo::name).toList()));
            throw unnamed(file, keys, names);
        }
        return found;
    }

    private static InvalidFileException unnamed(Path file, List<String> keys, Phrase expected) {
        return new InvalidFileException(
                file,
                keys.isEmpty()
                        ? Phrase.of("none of its arrays is named as %s; it has none", expected)
                        : Phrase.of("none of its arrays is named as %s; it has %s", expected, String.join(", ", keys)));
    }

    private static void refuseDifferentCounts(Path file, List<ArrayDataset.Part> parts) throws InvalidFileException {
        for (ArrayDataset.Part part : parts) {
            long first = parts.get(0).values().shape().extent(0);
            long count = part.values().shape().extent(0);
            if (count != first) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("array '%s'", part.input().name()),
                        Phrase.of(
                                "it has %s samples, but '%s' has %s",
                                count, parts.get(0).input().name(), first));
            }
        }
    }

    /** @param named whether the network has an input of the array's name: then it may be one number a sample */
    private static Shape sampleShape(Path file, Phrase place, NumericArray array, boolean idx, boolean named)
            throws InvalidFileException {
        Shape all = array.shape();
        if (all.rank() < 1 || all.rank() < 2 && !named) {
            throw new InvalidFileException(
                    file,
                    place,
                    Phrase.of("it holds single numbers, as labels are stored, and not samples; choose the images"));
        }
        if (all.elements() == 0) {
            throw new InvalidFileException(file, place, Phrase.of("it holds no samples: its shape is %s", all));
        }
        long[] extents = all.toArray();
        boolean gray = idx && all.rank() == 3;
        long[] sample = new long[all.rank() - 1 + (gray ? 1 : 0)];
        if (gray) {
            sample[0] = 1;
        }
        System.arraycopy(extents, 1, sample, gray ? 1 : 0, extents.length - 1);
        return Shape.of(sample);
    }
}
