package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;

/** Opens data sets by what their bytes say: IDX (plain or gzipped), NPY, NPZ. */
public final class DatasetReader {
    private DatasetReader() {}

    /**
     * Reads samples and, where given, labels.
     *
     * @throws InvalidFileException if a file is broken, or there are not as many labels as samples
     */
    public static Dataset read(Path samples, Optional<Path> labels) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    /** The labels file that lies beside a samples file by the usual naming, if there is one. */
    public static Optional<Path> findLabels(Path samples) {
        throw new UnsupportedOperationException("contract");
    }

    /** The scale that is usual for a file: 1/255 for IDX, 1 for NPY and NPZ. */
    public static float defaultScale(Path samples) {
        throw new UnsupportedOperationException("contract");
    }
}
