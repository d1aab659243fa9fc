package org.bitwright.io.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;

/**
 * Reads safetensors files (format of the Rust crate safetensors 0.4: eight bytes of length, a JSON header, the tensors'
 * bytes) and the {@code .index.json} that names several of them. Tensors are read when someone looks.
 */
public final class SafetensorsReader {
    /** The format's own cap. */
    static final int MAX_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;

    private SafetensorsReader() {}

    /** Whether a file that begins with these bytes, nine or more, may be a safetensors file. */
    public static boolean recognizes(byte[] start) {
        if (start.length <= LENGTH_BYTES) {
            return false;
        }
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length >= 2 && length <= MAX_HEADER && start[LENGTH_BYTES] == '{';
    }

    /**
     * Opens a file, or all the files that an index names.
     *
     * @throws InvalidFileException if one of them breaks a rule
     */
    public static StateDict read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, FileFault.FOLDER);
        }
        OpenedFile opened = OpenedFile.of(file);
        return isIndex(opened) ? ShardIndex.read(opened) : StateDict.of(tensors(opened));
    }

    /** The files that an index names, in the order of their first tensors; none for a file of tensors. */
    public static List<Path> parts(Path file) throws IOException {
        OpenedFile opened = OpenedFile.of(file);
        return isIndex(opened) ? ShardIndex.files(opened) : List.of();
    }

    private static boolean isIndex(OpenedFile file) throws IOException {
        byte[] start = bytes(file, 0, (int) Math.min(file.size(), 64));
        return start.length > 0 && start[0] == '{' && !recognizes(start);
    }

    /** The tensors of one file in the order of its header. */
    static List<Tensor> tensors(OpenedFile file) throws IOException {
        long headerBytes = headerBytes(file);
        long dataStart = LENGTH_BYTES + headerBytes;
        byte[] json = bytes(file, LENGTH_BYTES, (int) headerBytes);
        List<Tensor> tensors = new ArrayList<>();
        for (HeaderEntry entry : SafetensorsHeader.read(file.path(), json, file.size() - dataStart)) {
            tensors.add(new Tensor(
                    entry.name(),
                    entry.type(),
                    entry.shape(),
                    file.slice(dataStart + entry.begin(), entry.end() - entry.begin())));
        }
        return tensors;
    }

    private static long headerBytes(OpenedFile file) throws IOException {
        byte[] start = bytes(file, 0, (int) Math.min(file.size(), 64));
        if (start.length == 0) {
            throw new InvalidFileException(file.path(), FileFault.EMPTY);
        }
        if (new String(start, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs")) {
            throw new InvalidFileException(file.path(), FileFault.LFS_POINTER);
        }
        if (start.length <= LENGTH_BYTES) {
            throw new InvalidFileException(
                    file.path(), Phrase.of("it has only %s bytes, too few for a safetensors file", start.length));
        }
        long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > MAX_HEADER) {
            throw new InvalidFileException(
                    file.path(),
                    Phrase.of(
                            "it is no safetensors file: its first eight bytes give no length of a header up to %s bytes",
                            MAX_HEADER));
        }
        if (length > file.size() - LENGTH_BYTES) {
            throw new InvalidFileException(
                    file.path(),
                    Phrase.of("header"),
                    Phrase.of(
                            "it should have %s bytes, but only %s follow; the file may be cut off",
                            length, file.size() - LENGTH_BYTES));
        }
        if (start[LENGTH_BYTES] != '{') {
            throw new InvalidFileException(file.path(), Phrase.of("header"), Phrase.of("it does not begin with '{'"));
        }
        return length;
    }

    static byte[] bytes(OpenedFile file, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        file.read(from, bytes);
        return bytes.array();
    }
}
