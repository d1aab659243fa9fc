package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.ValueInfo;

/**
 * Opens data sets by what their bytes say: IDX (plain or gzipped), NPY, NPZ. Samples stay in memory as the file stores
 * them. The first axis counts the samples; a gray image of an IDX file with three axes is {@code 1 × H × W}.
 */
public final class DatasetReader {
    private DatasetReader() {}

    /** The same for a network of one input whose name is not known. */
    public static Dataset read(Path samples, Optional<Path> labels) throws IOException {
        return read(samples, labels, List.of());
    }

    /**
     * Reads samples and labels. Labels come from {@code labels} where it is given, and from the samples' own file where
     * that is an NPZ file that holds some.
     *
     * @param samples a file, or a folder in which one file stands out by its name ({@link #resolve})
     * @param inputs of the network: an NPZ file's arrays are matched with them by name
     * @throws InvalidFileException if a file is broken, or there are not as many labels as samples
     */
    public static Dataset read(Path samples, Optional<Path> labels, List<ValueInfo> inputs) throws IOException {
        Path file = resolve(samples);
        Stamp before = Stamp.of(file);
        boolean own =
                labels.isEmpty() || labels.get().equals(file) || labels.get().equals(samples);
        StoredArrays content = StoredArrays.read(file, own ? StoredArrays.Wanted.BOTH : StoredArrays.Wanted.SAMPLES, inputs);
        List<ArrayDataset.Part> parts = content.parts();
        NumericArray labelArray =
                own ? content.labels() : StoredArrays.read(labels.get(), StoredArrays.Wanted.LABELS, inputs).labels();
        int[] classes = labelArray == null
                ? null
                : Labels.of(
                        own ? file : labels.get(),
                        labelArray,
                        file,
                        parts.get(0).values().shape().extent(0));
        Optional<Path> second = own ? Optional.empty() : labels;
        String digest = FileDigest.sha256(file, second);
        if (!before.equals(Stamp.of(file))) {
            throw new InvalidFileException(file, "", "it changed while it was read; try again");
        }
        return new ArrayDataset(String.valueOf(file.getFileName()), parts, classes, digest);
    }

    /**
     * The samples file itself: {@code samples}, or the one that stands out in that folder by its usual name.
     *
     * @throws InvalidFileException if the folder leaves no clear choice
     */
    public static Path resolve(Path samples) throws IOException {
        if (!Files.exists(samples)) {
            throw new InvalidFileException(samples, "", "the file does not exist");
        }
        return Files.isDirectory(samples) ? LabelFiles.samplesIn(samples) : samples;
    }

    /**
     * The labels file that lies beside a samples file (or beside the one of a folder) by the usual naming, if there is
     * one; an NPZ file with labels in it is its own.
     */
    public static Optional<Path> findLabels(Path samples) {
        try {
            return LabelFiles.beside(resolve(samples));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The scale that is usual for a file: 1/255 for IDX, 1 for NPY and NPZ. */
    public static float defaultScale(Path samples) {
        try {
            return FileKind.of(resolve(samples)).format() == FileKind.Format.IDX ? 1f / 255 : 1;
        } catch (IOException e) {
            String name = String.valueOf(samples.getFileName()).toLowerCase(Locale.ROOT);
            return name.contains("idx") || name.contains("ubyte") ? 1f / 255 : 1;
        }
    }

    /** Size and time of a file, by which a change is noticed. */
    private record Stamp(long size, FileTime time) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }
}
