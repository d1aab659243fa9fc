package org.bitwright.io.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.io.hdf5.Hdf5Dataset;
import org.bitwright.io.hdf5.Hdf5Dataset.StoredNumbers;
import org.bitwright.io.hdf5.Hdf5Type;
import org.bitwright.io.zip.InflationLimit;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.model.WeightNote;

/** Collects the arrays of one file: names stay unique, no array lies over another, and memory keeps its bounds. */
final class FoundArrays {
    private static final String BIAS = "bias";

    private final Path file;
    private final Map<String, Found> arrays = new LinkedHashMap<>();
    private final List<Extent> extents = new ArrayList<>();
    private final List<WeightNote> notes = new ArrayList<>();
    private long limit;

    FoundArrays(Path file) throws IOException {
        this.file = file;
        this.limit = InflationLimit.of(file);
    }

    private record Found(Tensor tensor, String type, String variable) {}

    private record Extent(String name, long from, long end) {}

    /**
     * Adds an array.
     *
     * @param name that a user knows; the array's path takes its place where another array has it
     * @param type class of its layer
     * @param variable what it is of the layer
     */
    void add(Hdf5Dataset array, String name, String type, String variable) throws IOException {
        Optional<ElementType> element = element(array);
        if (element.isEmpty()) {
            throw new InvalidFileException(
                    file, Phrase.of("'%s'", array.path()), Phrase.of("it holds %s, no numbers", words(array)));
        }
        StoredNumbers stored = array.numbers(limit);
        limit -= stored.unpacked();
        String unique = arrays.containsKey(name) || name.isEmpty() ? array.path() : name;
        if (stored.from() >= 0) {
            extents.add(new Extent(
                    unique, stored.from(), stored.from() + stored.bytes().size()));
        }
        Tensor tensor = new Tensor(unique, element.get(), array.shape(), stored.bytes());
        if (arrays.put(unique, new Found(tensor, type, variable)) != null) {
            throw new InvalidFileException(
                    file, Phrase.of("'%s'", array.path()), Phrase.of("two arrays are called '%s'", unique));
        }
    }

    /** Adds an array, or a note where it holds no numbers. */
    void addIfNumbers(Hdf5Dataset array, String name, String type, String variable) throws IOException {
        if (element(array).isPresent()) {
            add(array, name, type, variable);
        } else {
            notes.add(WeightNote.Kind.LEFT_OUT.of(array.path(), Phrase.of("it holds %s", words(array))));
        }
    }

    private static Optional<ElementType> element(Hdf5Dataset array) throws IOException {
        if (array.type() instanceof Hdf5Type.Number number) {
            return Optional.of(number.type());
        }
        boolean brain = array.type() instanceof Hdf5Type.Opaque opaque
                && opaque.width() == 2
                && array.text("dtype").orElse("").equals("bfloat16");
        return brain ? Optional.of(ElementType.BFLOAT16) : Optional.empty();
    }

    private static Phrase words(Hdf5Dataset array) {
        if (array.type() instanceof Hdf5Type.Other other) {
            return other.words();
        }
        return array.type() instanceof Hdf5Type.Opaque ? Phrase.of("bytes of an unknown kind") : Phrase.of("texts");
    }

    /** @param format in the words of its users */
    WeightFile weights(String format) throws IOException {
        if (arrays.isEmpty()) {
            throw new InvalidFileException(file, Phrase.of("it holds no arrays of numbers"));
        }
        refuseOverlaps();
        List<StoredWeight> weights = new ArrayList<>();
        arrays.values()
                .forEach(found -> weights.add(Variables.weight(
                        found.tensor(),
                        found.type(),
                        found.variable(),
                        bias(found.tensor().name()))));
        return new WeightFile(file, format, weights, List.of(), notes);
    }

    private Optional<String> bias(String weight) {
        int slash = weight.lastIndexOf('/');
        String bias = slash < 0 ? BIAS : weight.substring(0, slash + 1) + BIAS;
        return arrays.containsKey(bias) ? Optional.of(bias) : Optional.empty();
    }

    private void refuseOverlaps() throws InvalidFileException {
        List<Extent> inOrder =
                extents.stream().sorted(Comparator.comparingLong(Extent::from)).toList();
        for (int i = 1; i < inOrder.size(); i++) {
            if (inOrder.get(i).from() < inOrder.get(i - 1).end()) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("'%s'", inOrder.get(i).name()),
                        Phrase.of(
                                "its numbers lie over those of '%s': the file is damaged",
                                inOrder.get(i - 1).name()));
            }
        }
    }
}
