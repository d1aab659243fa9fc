package org.bitwright.io.numpy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Reads one NPY array: versions 1 to 3, both byte orders, both element orders; no objects, no records, no text. */
public final class NpyReader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;

    private NpyReader() {}

    /** Whether a file that begins with these bytes is an NPY file. */
    public static boolean recognizes(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** @throws InvalidFileException if the file is no NPY array of numbers */
    public static NumericArray read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(file, Phrase.NONE, in, Files.size(file));
        }
    }

    /** The same from bytes in memory, such as an entry of an archive. {@code place} names them in messages. */
    static NumericArray read(Path file, Phrase place, byte[] bytes) throws IOException {
        return read(file, place, new ByteArrayInputStream(bytes), bytes.length);
    }

    /**
     * The same from a stream.
     *
     * @param place names the part of the file in messages; empty for all of it
     * @param most number of bytes that the stream can have at most
     */
    public static NumericArray read(Path file, Phrase place, InputStream in, long most) throws IOException {
        Located found = locate(file, place, in);
        return body(file, place, in, found.header(), most - found.start());
    }

    /** A header, and where the numbers begin behind it. */
    record Located(NpyHeader header, long start) {}

    /** Reads the header from the stream, which then stands before the numbers. */
    static Located locate(Path file, Phrase place, InputStream in) throws IOException {
        byte[] prefix = in.readNBytes(8);
        if (prefix.length < 8 || !recognizes(prefix)) {
            throw new InvalidFileException(file, place, Phrase.of("it does not begin as an NPY file does"));
        }
        int major = prefix[6];
        if (major < 1 || major > 3) {
            throw new InvalidFileException(
                    file, place, Phrase.of("its NPY version %s is not known; 1 to 3 are", major));
        }
        int lengthBytes = major == 1 ? 2 : 4;
        byte[] length = exactly(file, place, in, lengthBytes);
        long headerBytes = 0;
        for (int i = lengthBytes - 1; i >= 0; i--) {
            headerBytes = headerBytes << 8 | length[i] & 0xFF;
        }
        if (headerBytes > MAX_HEADER) {
            throw new InvalidFileException(
                    file, place, Phrase.of("its NPY header of %s bytes is longer than %s", headerBytes, MAX_HEADER));
        }
        byte[] text = exactly(file, place, in, (int) headerBytes);
        NpyHeader header = NpyHeader.parse(
                file, place, new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        return new Located(header, 8 + lengthBytes + headerBytes);
    }

    private static NumericArray body(Path file, Phrase place, InputStream in, NpyHeader header, long left)
            throws IOException {
        long needed = bytesFor(file, place, header);
        if (needed > left) {
            throw new InvalidFileException(
                    file,
                    place,
                    Phrase.of(
                            "its shape %s needs %s bytes, but only %s can follow",
                            header.shape(), needed, Math.max(0, left)));
        }
        if (needed > Integer.MAX_VALUE - 8) {
            throw new InvalidFileException(
                    file, place, Phrase.of("it holds more than 2 GB of numbers; save fewer samples"));
        }
        byte[] bytes = exactly(file, place, in, (int) needed);
        return new NumericArray(header.type(), header.shape(), header.order(), header.columnMajor(), bytes, 0);
    }

    static long bytesFor(Path file, Phrase place, NpyHeader header) throws InvalidFileException {
        try {
            return header.type().bytesFor(header.shape().elements());
        } catch (ArithmeticException e) {
            throw new InvalidFileException(
                    file, place, Phrase.of("its shape asks for more numbers than there can be"), e);
        }
    }

    private static byte[] exactly(Path file, Phrase place, InputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        int got = in.readNBytes(bytes, 0, count);
        if (got < count) {
            throw new InvalidFileException(
                    file, place, Phrase.of("it ends after %s of %s bytes; it may be cut off", got, count));
        }
        return bytes;
    }
}
