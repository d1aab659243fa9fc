package org.bitwright.io.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.bitwright.io.numpy.NumericArray;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Reads an IDX array: two zero bytes, a type code, the number of axes, one big-endian 32-bit extent an axis, then the
 * numbers, big-endian and row-major (the MNIST page of LeCun, Cortes and Burges).
 */
final class IdxReader {
    private static final int MAX_RANK = 8;

    private IdxReader() {}

    static boolean recognizes(byte[] start) {
        return start.length >= 4 && start[0] == 0 && start[1] == 0 && type(start[2]) != null && start[3] > 0;
    }

    /**
     * @param most number of bytes that the stream can have at most
     * @param exact whether it has exactly as many
     */
    static NumericArray read(Path file, InputStream in, long most, boolean exact) throws IOException {
        byte[] magic = exactly(file, in, 4, Phrase.of("header"));
        ElementType type = type(magic[2]);
        if (!recognizes(magic) || type == null || magic[3] > MAX_RANK) {
            throw new InvalidFileException(
                    file, Phrase.of("header"), Phrase.of("it is no IDX header that is supported"));
        }
        int rank = magic[3];
        ByteBuffer extents = ByteBuffer.wrap(exactly(file, in, rank * 4, Phrase.of("header")));
        long[] axes = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            axes[axis] = extents.getInt() & 0xFFFFFFFFL;
        }
        Shape shape = shape(file, axes);
        long needed = needed(file, type, shape);
        long left = most - 4 - rank * 4L;
        if (needed > left || exact && needed != left) {
            throw new InvalidFileException(
                    file,
                    exact
                            ? Phrase.of("its header promises %s values, %s bytes, but %s follow", shape, needed, left)
                            : Phrase.of(
                                    "its header promises %s values, %s bytes, but %s is the most that may follow",
                                    shape, needed, left));
        }
        if (needed > Integer.MAX_VALUE - 8) {
            throw new InvalidFileException(file, Phrase.of("it holds more than 2 GB of numbers; save fewer samples"));
        }
        byte[] bytes = exactly(file, in, (int) needed, Phrase.NONE);
        if (in.read() >= 0) {
            throw new InvalidFileException(file, Phrase.of("more bytes follow than the %s values it promises", shape));
        }
        return new NumericArray(type, shape, ByteOrder.BIG_ENDIAN, false, bytes, 0);
    }

    private static Shape shape(Path file, long[] axes) throws InvalidFileException {
        try {
            return Shape.of(axes);
        } catch (IllegalArgumentException e) {
            throw new InvalidFileException(
                    file, Phrase.of("header"), Phrase.of("its extents ask for more numbers than there can be"), e);
        }
    }

    private static long needed(Path file, ElementType type, Shape shape) throws InvalidFileException {
        try {
            return type.bytesFor(shape.elements());
        } catch (ArithmeticException e) {
            throw new InvalidFileException(
                    file, Phrase.of("header"), Phrase.of("its extents ask for more numbers than there can be"), e);
        }
    }

    private static byte[] exactly(Path file, InputStream in, int count, Phrase place) throws IOException {
        byte[] bytes = new byte[count];
        int got = in.readNBytes(bytes, 0, count);
        if (got < count) {
            throw new InvalidFileException(
                    file, place, Phrase.of("it ends after %s of %s bytes; it may be cut off", got, count));
        }
        return bytes;
    }

    private static @Nullable ElementType type(byte code) {
        return switch (code) {
            case 0x08 -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default -> null;
        };
    }
}
