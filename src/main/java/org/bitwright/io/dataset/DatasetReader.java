package org.bitwright.io.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.io.image.ImageReading;
import org.bitwright.io.image.ImageTarget;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.ValueInfo;

/**
 * Opens data sets by what their bytes say: IDX (plain or gzipped), NPY, NPZ, tables of numbers, folders of images. All
 * but images stay in memory. The first axis counts the samples; a gray image of an IDX file with three axes is
 * {@code 1 × H × W}.
 */
public final class DatasetReader {
    private DatasetReader() {}

    /** Samples and labels for a network of one input whose name is not known. */
    public static Dataset read(Path samples, Optional<Path> labels) throws IOException {
        return read(new DataSource(samples, labels, Preprocessing.scaled(1), OptionalInt.empty()), List.of());
    }

    /**
     * Reads samples and labels, all of them. Labels come from their own file where one is given, else from the samples'
     * own file where that holds some, or from the names of folders of images.
     *
     * @param inputs of the network: arrays are matched with them by name, and images made to fit
     * @throws InvalidFileException if a file is broken, or there are not as many labels as samples
     */
    public static Dataset read(DataSource source, List<ValueInfo> inputs) throws IOException {
        if (ImageFolder.recognizes(source.samples())) {
            return images(source, inputs);
        }
        Path file = resolve(source.samples());
        Stamp before = Stamp.of(file);
        FileKind kind = FileKind.of(file);
        Optional<Path> labels = source.labels().filter(path -> !path.equals(file) && !path.equals(source.samples()));
        String digest = FileDigest.sha256(file, labels);
        Dataset data = kind.format() == FileKind.Format.CSV
                ? table(file, kind, source, labels, inputs, digest)
                : arrays(file, kind, labels, source.labelColumn(), inputs, digest);
        if (!before.equals(Stamp.of(file))) {
            throw new InvalidFileException(file, Phrase.of("it changed while it was read; try again"));
        }
        return data;
    }

    private static Dataset arrays(
            Path file,
            FileKind kind,
            Optional<Path> labels,
            Optional<String> column,
            List<ValueInfo> inputs,
            String digest)
            throws IOException {
        StoredArrays.Wanted wanted = labels.isEmpty() ? StoredArrays.Wanted.BOTH : StoredArrays.Wanted.SAMPLES;
        StoredArrays content = StoredArrays.read(file, kind, wanted, inputs);
        long count = content.parts().get(0).values().shape().extent(0);
        NumericArray own = content.labels();
        int[] classes = labels.isPresent()
                ? Labels.read(labels.get(), column, file, count)
                : own == null ? null : Labels.of(file, own, file, count);
        return new ArrayDataset(String.valueOf(file.getFileName()), content.parts(), classes, digest);
    }

    private static Dataset table(
            Path file, FileKind kind, DataSource source, Optional<Path> labels, List<ValueInfo> inputs, String digest)
            throws IOException {
        long values = labels.isPresent() ? 0 : values(inputs);
        CsvReader.Table table = CsvReader.read(file, kind, source.labelColumn(), values);
        String name = String.valueOf(file.getFileName());
        if (labels.isPresent()) {
            int[] classes = Labels.read(labels.get(), Optional.empty(), file, table.rows());
            return new TableDataset(name, table, classes, List.of(), digest);
        }
        ColumnLabels own = table.labels();
        int[] classes = own.isEmpty() ? null : own.classes();
        return new TableDataset(name, table, classes, own.names(), digest);
    }

    /** Values of a sample for the only input; 0 where that is not known. */
    private static long values(List<ValueInfo> inputs) {
        if (inputs.size() != 1 || inputs.get(0).extents().isEmpty()) {
            return 0;
        }
        List<Long> extents =
                inputs.get(0).extents().subList(1, inputs.get(0).extents().size());
        return extents.contains(ValueInfo.FREE)
                ? 0
                : extents.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    }

    private static Dataset images(DataSource source, List<ValueInfo> inputs) throws IOException {
        Path path = source.samples();
        ImageTarget target = ImageTarget.of(inputs, source.preprocessing().binding())
                .orElseThrow(() -> new InvalidFileException(path, noTarget(source, inputs)));
        ImageFolder folder = ImageFolder.read(path);
        if (source.labels().isPresent() && !folder.classes().isEmpty()) {
            throw new InvalidFileException(
                    path, Phrase.of("its sub-folders are the classes; a file of labels has no place"));
        }
        int[] labels = source.labels().isPresent()
                ? Labels.read(
                        source.labels().get(),
                        source.labelColumn(),
                        path,
                        folder.files().size())
                : folder.classes().isEmpty()
                        ? null
                        : folder.labels().stream().mapToInt(Integer::intValue).toArray();
        try {
            ImageReading reading = new ImageReading(target, source.images());
            String digest = FileDigest.sha256(path, folder.files(), source.labels());
            return new ImageDataset(folder, target, reading, labels, digest);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(path, Phrase.toldBy(e), e);
        }
    }

    private static Phrase noTarget(DataSource source, List<ValueInfo> inputs) {
        List<String> open = ImageTarget.openAxes(inputs, source.preprocessing().binding());
        return open.isEmpty()
                ? Phrase.of("the network has no input that takes images of 1 or 3 channels")
                : Phrase.of(
                        "the network takes images of any size: tell the extents of its axes %s",
                        String.join(", ", open));
    }

    /** Axes whose extents somebody must tell before a folder of images can be read; none for other data. */
    public static List<String> openAxes(DataSource source, List<ValueInfo> inputs) throws IOException {
        boolean open = ImageFolder.recognizes(source.samples())
                && ImageTarget.of(inputs, source.preprocessing().binding()).isEmpty();
        return open ? ImageTarget.openAxes(inputs, source.preprocessing().binding()) : List.of();
    }

    /** Whether samples are rows of a table of numbers; reads the start of the file. */
    public static boolean isTable(Path samples) {
        try {
            return !isImages(samples) && FileKind.of(samples).format() == FileKind.Format.CSV;
        } catch (IOException e) {
            // Who reads the samples says what is wrong with them.
            return false;
        }
    }

    /** Whether a path is a folder of images, for which {@link DataSource#images} counts. */
    public static boolean isImages(Path samples) {
        try {
            return ImageFolder.recognizes(samples);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The samples file itself: {@code samples}, or the one that stands out in that folder by its usual name. A folder of
     * images stands for itself.
     *
     * @throws InvalidFileException if the folder leaves no clear choice
     */
    public static Path resolve(Path samples) throws IOException {
        if (!Files.exists(samples)) {
            throw new InvalidFileException(samples, Phrase.of("the file does not exist"));
        }
        boolean search = Files.isDirectory(samples) && !ImageFolder.recognizes(samples);
        return search ? LabelFiles.samplesIn(samples) : samples;
    }

    /**
     * The labels file that lies beside a samples file (or beside the one of a folder) by the usual naming, if there is
     * one; an NPZ file with labels in it is its own.
     */
    public static Optional<Path> findLabels(Path samples) {
        try {
            return isImages(samples) ? Optional.empty() : LabelFiles.beside(resolve(samples));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The scale that is usual for data: 1/255 for IDX and images, 1 for NPY, NPZ and CSV. */
    public static float defaultScale(Path samples) {
        try {
            return isImages(samples) || FileKind.of(resolve(samples)).format() == FileKind.Format.IDX ? 1f / 255 : 1;
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
