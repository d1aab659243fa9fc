package org.bitwright.io.dataset;

import java.nio.file.Path;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Shape;

/** Class indices from an array of numbers. */
final class Labels {
    private static final int MAX_CLASS = 1 << 24;

    private Labels() {}

    /**
     * @param samples the file that the labels belong to, named in messages
     * @param count number of samples there
     */
    static int[] of(Path file, NumericArray array, Path samples, long count) throws InvalidFileException {
        Shape shape = array.shape();
        if (shape.rank() < 1 || shape.elements() != shape.extent(0)) {
            throw new InvalidFileException(
                    file, "labels", "one number a sample is expected, but their shape is " + shape);
        }
        if (shape.extent(0) != count) {
            throw new InvalidFileException(
                    file,
                    "labels",
                    "there are " + shape.extent(0) + " labels for the " + count + " samples of "
                            + samples.getFileName());
        }
        int[] labels = new int[(int) count];
        for (int i = 0; i < labels.length; i++) {
            double value = array.valueAt(i);
            if (!(value >= 0 && value <= MAX_CLASS) || value != Math.rint(value)) {
                throw new InvalidFileException(
                        file, "label " + i, value + " is no class: whole numbers from 0 are expected");
            }
            labels[i] = (int) value;
        }
        return labels;
    }
}
