package org.bitwright.io.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** The cells of a label column: class numbers, or names of classes, which are numbered in their sorted order. */
final class ColumnLabels {
    private static final int MAX_DIFFERENT = 1 << 20;

    private final Path file;
    private final Map<String, Integer> different = new LinkedHashMap<>();
    private final List<Supplier<Phrase>> places = new ArrayList<>();
    private int[] numbers = new int[1024];
    private int size;

    ColumnLabels(Path file) {
        this.file = file;
    }

    /** @param place of the cell, for messages */
    void add(String cell, Supplier<Phrase> place) throws InvalidFileException {
        Integer number = different.get(cell);
        if (number == null) {
            if (cell.isEmpty()) {
                throw new InvalidFileException(file, place.get(), Phrase.of("the label is missing"));
            }
            if (different.size() == MAX_DIFFERENT) {
                throw new InvalidFileException(
                        file, place.get(), Phrase.of("there are over a million different labels"));
            }
            number = different.size();
            different.put(cell, number);
            places.add(place);
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + (size >> 1));
        }
        numbers[size++] = number;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Names of the classes by their index; empty where the labels are numbers. */
    List<String> names() {
        return areNumbers() ? List.of() : List.copyOf(new TreeSet<>(different.keySet()));
    }

    /**
     * One class index a row.
     *
     * @throws InvalidFileException if a number is no class
     */
    int[] classes() throws InvalidFileException {
        int[] byNumber = new int[different.size()];
        List<String> names = names();
        int number = 0;
        for (String cell : different.keySet()) {
            byNumber[number] =
                    names.isEmpty() ? classOf(cell, places.get(number).get()) : Collections.binarySearch(names, cell);
            number++;
        }
        return Arrays.stream(numbers, 0, size).map(i -> byNumber[i]).toArray();
    }

    private boolean areNumbers() {
        return different.keySet().stream()
                .allMatch(cell -> CsvFormat.number(cell, ',').isPresent());
    }

    private int classOf(String cell, Phrase place) throws InvalidFileException {
        OptionalDouble value = CsvFormat.number(cell, ',');
        double number = value.orElse(-1);
        if (!(number >= 0 && number <= Labels.MAX_CLASS) || number != Math.rint(number)) {
            throw new InvalidFileException(
                    file, place, Phrase.of("'%s' is no class: whole numbers from 0, or names, are expected", cell));
        }
        return (int) number;
    }
}
