package org.bitwright.io.numpy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.io.zip.InflationLimit;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;

/** Arrays of NumPy as named tensors, read when someone looks: one of an NPY file, all of an NPZ file. */
public final class NumpyTensors {
    private static final String SUFFIX = ".npy";
    /** The longest header that is read, and what lies before it. */
    private static final int HEAD = (1 << 16) + 12;

    private NumpyTensors() {}

    /**
     * The array of an NPY file, named as the file without its ending.
     *
     * @throws InvalidFileException if the file is no array of numbers, or cut off
     */
    public static StateDict readNpy(Path file) throws IOException {
        OpenedFile opened = OpenedFile.of(file);
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return StateDict.of(List.of(tensor(
                file,
                Phrase.NONE,
                dot > 0 ? name.substring(0, dot) : name,
                opened.slice(0, opened.size()),
                Long.MAX_VALUE)));
    }

    /**
     * The arrays of an NPZ file, named by their keys.
     *
     * @throws InvalidFileException if the archive is damaged, or one of its arrays holds no numbers
     */
    public static StateDict readNpz(Path file) throws IOException {
        OpenedFile opened = OpenedFile.of(file);
        List<Tensor> tensors = new ArrayList<>();
        long left = InflationLimit.of(file);
        try (ZipArchive archive = ZipArchive.open(file)) {
            for (ZipMember member : archive.members()) {
                if (!member.name().endsWith(SUFFIX)) {
                    continue;
                }
                String key = member.name().substring(0, member.name().length() - SUFFIX.length());
                Phrase place = Phrase.of("array '%s'", key);
                if (key.isEmpty()) {
                    throw new InvalidFileException(file, place, Phrase.of("it has no name"));
                }
                Tensor tensor = tensor(file, place, key, archive.content(opened, member), left);
                left -= tensor.bytes().size();
                tensors.add(tensor);
            }
        }
        if (tensors.isEmpty()) {
            throw new InvalidFileException(file, Phrase.of("it is a zip archive without an array of NumPy"));
        }
        return StateDict.of(tensors);
    }

    private static Tensor tensor(Path file, Phrase place, String name, TensorBytes content, long limit)
            throws IOException {
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, content.size()));
        content.read(0, head);
        if (head.capacity() == 0) {
            throw new InvalidFileException(file, place, place.isEmpty() ? FileFault.EMPTY : Phrase.of("it is empty"));
        }
        NpyReader.Located found = NpyReader.locate(file, place, new ByteArrayInputStream(head.array()));
        NpyHeader header = found.header();
        long bytes = NpyReader.bytesFor(file, place, header);
        if (bytes > content.size() - found.start()) {
            throw new InvalidFileException(
                    file,
                    place,
                    Phrase.of(
                            "its shape %s needs %s bytes, but only %s follow; it may be cut off",
                            header.shape(), bytes, content.size() - found.start()));
        }
        if (bytes > limit) {
            throw new InvalidFileException(file, place, Phrase.of("its arrays are larger than this file can be"));
        }
        int width = header.type().bits() / 8;
        TensorBytes numbers = content.slice(found.start(), bytes);
        if (header.order() == ByteOrder.BIG_ENDIAN && width > 1) {
            numbers = numbers.swapped(width);
        }
        if (header.columnMajor() && header.shape().rank() > 1 && bytes > 0) {
            if (bytes > Integer.MAX_VALUE - 8) {
                throw new InvalidFileException(
                        file,
                        place,
                        Phrase.of("it is an array of more than 2 GB in Fortran order; save it in C order"));
            }
            numbers = new ColumnMajorBytes(numbers, header.shape(), width);
        }
        return new Tensor(name, header.type(), header.shape(), numbers);
    }
}
