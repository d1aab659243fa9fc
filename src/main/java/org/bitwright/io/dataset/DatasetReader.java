package org.bitwright.io.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipException;
import org.bitwright.io.numpy.NpyReader;
import org.bitwright.io.numpy.NpzArchive;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.Dataset;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Opens data sets by what their bytes say: IDX (plain or gzipped), NPY, NPZ. Samples stay in memory as the file stores
 * them. The first axis counts the samples; a gray image of an IDX file with three axes is {@code 1 × H × W}.
 */
public final class DatasetReader {
    private DatasetReader() {}

    /**
     * Reads samples and labels. Labels come from {@code labels} where it is given, and from the samples' own file where
     * that is an NPZ file that holds some.
     *
     * @param samples a file, or a folder in which one file stands out by its name ({@link #resolve})
     * @throws InvalidFileException if a file is broken, or there are not as many labels as samples
     */
    public static Dataset read(Path samples, Optional<Path> labels) throws IOException {
        Path file = resolve(samples);
        Stamp before = Stamp.of(file);
        boolean own =
                labels.isEmpty() || labels.get().equals(file) || labels.get().equals(samples);
        Content content = content(file, true, own);
        String name = String.valueOf(file.getFileName());
        if (content.samples == null) {
            throw new InvalidFileException(file, "", "it holds no samples");
        }
        Shape sampleShape = sampleShape(file, content);
        NumericArray labelArray = own ? content.labels : content(labels.get(), false, true).labels;
        int[] classes = labelArray == null
                ? null
                : Labels.of(
                        own ? file : labels.get(),
                        labelArray,
                        file,
                        content.samples.shape().extent(0));
        Optional<Path> second = own ? Optional.empty() : labels;
        String digest = FileDigest.sha256(file, second);
        if (!before.equals(Stamp.of(file))) {
            throw new InvalidFileException(file, "", "it changed while it was read; try again");
        }
        return new ArrayDataset(name, content.samples, sampleShape, classes, digest);
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

    /** What a file holds; {@code null} for what it has not, or what was not asked for. */
    private record Content(
            FileKind.Format format,
            @Nullable NumericArray samples,
            @Nullable NumericArray labels) {}

    private static Content content(Path file, boolean wantSamples, boolean wantLabels) throws IOException {
        FileKind kind = FileKind.of(file);
        if (kind.format() == FileKind.Format.NPZ) {
            return archived(file, wantSamples, wantLabels);
        }
        NumericArray array = array(file, kind);
        return wantSamples ? new Content(kind.format(), array, null) : new Content(kind.format(), null, array);
    }

    private static NumericArray array(Path file, FileKind kind) throws IOException {
        try (InputStream in = kind.open(file)) {
            long most = kind.most(file);
            return kind.format() == FileKind.Format.IDX
                    ? IdxReader.read(file, in, most, !kind.gzipped())
                    : NpyReader.read(file, "", in, most);
        } catch (EOFException | ZipException e) {
            throw new InvalidFileException(file, "", "its gzip data are cut off or damaged", e);
        }
    }

    private static Content archived(Path file, boolean wantSamples, boolean wantLabels) throws IOException {
        try (NpzArchive archive = NpzArchive.open(file)) {
            Optional<String> sampleKey = wantSamples ? LabelFiles.sampleKey(archive.keys()) : Optional.empty();
            Optional<String> labelKey = wantLabels ? labelKey(archive, wantSamples) : Optional.empty();
            if (wantSamples && sampleKey.isEmpty() || !wantSamples && labelKey.isEmpty()) {
                throw new InvalidFileException(
                        file,
                        "",
                        "none of its arrays is named as "
                                + (wantSamples ? "samples are (x, images, data)" : "labels are (y, labels)")
                                + "; it has "
                                + (archive.keys().isEmpty() ? "none" : String.join(", ", archive.keys())));
            }
            NumericArray samples = sampleKey.isPresent() ? archive.read(sampleKey.get()) : null;
            NumericArray labels = labelKey.isPresent() ? archive.read(labelKey.get()) : null;
            return new Content(FileKind.Format.NPZ, samples, labels);
        }
    }

    private static Optional<String> labelKey(NpzArchive archive, boolean besideSamples) {
        return besideSamples || archive.keys().size() > 1
                ? LabelFiles.labelKey(archive.keys())
                : archive.keys().stream().findFirst();
    }

    private static Shape sampleShape(Path file, Content content) throws InvalidFileException {
        Shape all = Objects.requireNonNull(content.samples).shape();
        if (all.rank() < 2) {
            throw new InvalidFileException(
                    file, "", "it holds single numbers, as labels are stored, and not samples; choose the images");
        }
        if (all.elements() == 0) {
            throw new InvalidFileException(file, "", "it holds no samples: its shape is " + all);
        }
        long[] extents = all.toArray();
        boolean gray = content.format == FileKind.Format.IDX && all.rank() == 3;
        long[] sample = new long[all.rank() - 1 + (gray ? 1 : 0)];
        sample[0] = 1;
        System.arraycopy(extents, 1, sample, gray ? 1 : 0, extents.length - 1);
        return Shape.of(sample);
    }

    /** Size and time of a file, by which a change is noticed. */
    private record Stamp(long size, FileTime time) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }
}
