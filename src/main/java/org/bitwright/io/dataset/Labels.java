package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** Class indices from an array of numbers. */
final class Labels {
    static final int MAX_CLASS = 1 << 24;

    private Labels() {}

    /**
     * Reads a file of labels: IDX, NPY, NPZ, or a table whose only column, or whose label column, holds them.
     *
     * @param column name or number of the label column of a table
     * @param samples the file or folder that the labels belong to, named in messages
     */
    static int[] read(Path file, Optional<String> column, Path samples, long count) throws IOException {
        FileKind kind = FileKind.of(file);
        if (kind.format() != FileKind.Format.CSV) {
            NumericArray array = StoredArrays.read(file, kind, StoredArrays.Wanted.LABELS, List.of())
                    .labels();
            return of(file, Objects.requireNonNull(array), samples, count);
        }
        ColumnLabels labels = CsvReader.labels(file, kind, column);
        if (labels.size() != count) {
            throw new InvalidFileException(file, Phrase.of("labels"), counts(labels.size(), samples, count));
        }
        return labels.classes();
    }

    private static Phrase counts(long labels, Path samples, long count) {
        return Phrase.of("there are %s labels for the %s samples of %s", labels, count, samples.getFileName());
    }

    /**
     * @param samples the file that the labels belong to, named in messages
     * @param count number of samples there
     */
    static int[] of(Path file, NumericArray array, Path samples, long count) throws InvalidFileException {
        Shape shape = array.shape();
        if (shape.rank() < 1 || shape.elements() != shape.extent(0)) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("labels"),
                    Phrase.of("one number a sample is expected, but their shape is %s", shape));
        }
        if (shape.extent(0) != count) {
            throw new InvalidFileException(file, Phrase.of("labels"), counts(shape.extent(0), samples, count));
        }
        int[] labels = new int[(int) count];
        for (int i = 0; i < labels.length; i++) {
            double value = array.valueAt(i);
            if (!(value >= 0 && value <= MAX_CLASS) || value != Math.rint(value)) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("label %s", i),
                        Phrase.of("%s is no class: whole numbers from 0 are expected", value));
            }
            labels[i] = (int) value;
        }
        return labels;
    }
}
