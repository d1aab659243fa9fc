package org.bitwright.io.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * What an image file says of itself before it is decoded: PNG by its first chunk (W3C PNG, section 11.2.1), JPEG by its
 * frame header (ITU T.81, section B.2.2). The end is looked at too, since decoders fill up what is cut off with gray.
 *
 * @param bytesPerPixel that decoding takes
 */
record ImageHeader(Format format, int width, int height, int bytesPerPixel) {
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454E44;

    /**
     * Decoded bytes at most, besides twice the file: decoding holds them twice. With it some 40 million pixels in colour,
     * and more in files that are large themselves.
     */
    private static final long MAX_BYTES = 120L << 20;

    /** No array holds more, whatever the file. */
    private static final long MOST_BYTES = 1L << 30;

    /** The most that a JPEG file can have. */
    private static final int MAX_SIDE = 65_535;

    /** How far from the end a JPEG file's end mark is looked for: cameras put data behind it. */
    private static final int TAIL = 1 << 16;

    private static final int MAX_SEGMENTS = 10_000;

    enum Format {
        PNG,
        JPEG
    }

    /** @throws InvalidFileException if the file is no whole PNG or JPEG image that can be decoded */
    static ImageHeader read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() < 16) {
                throw new InvalidFileException(
                        path, file.length() == 0 ? FileFault.EMPTY : Phrase.of("it is no image"));
            }
            long signature = file.readLong();
            ImageHeader header = signature == PNG_SIGNATURE
                    ? png(path, file)
                    : signature >>> 40 == 0xFFD8FF ? jpeg(path, file) : refuse(path, signature);
            refuseLarge(path, header, file.length());
            return header;
        } catch (EOFException e) {
            throw new InvalidFileException(path, Phrase.of("it ends in the middle of its header"), e);
        }
    }

    private static ImageHeader refuse(Path path, long signature) throws InvalidFileException {
        boolean lfs = signature == 0x76657273696F6E20L; // "version "
        throw new InvalidFileException(
                path,
                lfs
                        ? Phrase.of("it is a Git LFS pointer, not the image itself; run 'git lfs pull' in its folder")
                        : Phrase.of("it is no PNG or JPEG image, whatever its name says"));
    }

    private static ImageHeader png(Path path, RandomAccessFile file) throws IOException {
        int length = file.readInt();
        if (length != 13 || file.readInt() != IHDR || file.length() < 45) {
            throw new InvalidFileException(path, Phrase.of("its PNG header is damaged"));
        }
        int width = file.readInt();
        int height = file.readInt();
        int depth = file.readUnsignedByte();
        int colour = file.readUnsignedByte();
        file.seek(file.length() - 8);
        if (file.readInt() != IEND) {
            throw new InvalidFileException(path, Phrase.of("its PNG data are cut off"));
        }
        int channels = colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1;
        return new ImageHeader(Format.PNG, width, height, channels * (depth == 16 ? 2 : 1));
    }

    private static ImageHeader jpeg(Path path, RandomAccessFile file) throws IOException {
        file.seek(2);
        for (int segment = 0; segment < MAX_SEGMENTS && file.getFilePointer() < file.length() - 8; segment++) {
            int mark = file.readUnsignedByte();
            int kind = mark == 0xFF ? file.readUnsignedByte() : 0;
            while (kind == 0xFF) {
                kind = file.readUnsignedByte();
            }
            if (mark != 0xFF || kind < 0xC0 || kind >= 0xD0 && kind <= 0xDA) {
                break;
            }
            int length = file.readUnsignedShort();
            if (kind <= 0xCF && kind != 0xC4 && kind != 0xC8 && kind != 0xCC) {
                return frame(path, file);
            }
            if (length < 2) {
                break;
            }
            file.seek(file.getFilePointer() + length - 2);
        }
        throw new InvalidFileException(path, Phrase.of("its JPEG header is damaged"));
    }

    private static ImageHeader frame(Path path, RandomAccessFile file) throws IOException {
        int precision = file.readUnsignedByte();
        int height = file.readUnsignedShort();
        int width = file.readUnsignedShort();
        int channels = file.readUnsignedByte();
        if (precision != 8 || channels != 1 && channels != 3) {
            throw new InvalidFileException(
                    path,
                    Phrase.of(
                            "it is a JPEG of %s channels of %s bits; images of 1 or 3 channels of 8 bits can be read: save it as RGB",
                            channels, precision));
        }
        byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
        file.seek(file.length() - tail.length);
        file.readFully(tail);
        for (int i = tail.length - 2; i >= 0; i--) {
            if ((tail[i] & 0xFF) == 0xFF && (tail[i + 1] & 0xFF) == 0xD9) {
                return new ImageHeader(Format.JPEG, width, height, channels);
            }
        }
        throw new InvalidFileException(path, Phrase.of("its JPEG data are cut off"));
    }

    private static void refuseLarge(Path path, ImageHeader header, long fileBytes) throws InvalidFileException {
        if (header.width < 1 || header.height < 1) {
            throw new InvalidFileException(path, Phrase.of("it has no pixels"));
        }
        boolean tooLong = Math.max(header.width, header.height) > MAX_SIDE;
        long most = Math.min(MOST_BYTES, MAX_BYTES + 2 * fileBytes);
        if (tooLong || (long) header.width * header.height > most / header.bytesPerPixel) {
            throw new InvalidFileException(
                    path,
                    Phrase.of("its %s × %s pixels are more than can be read; resize it", header.width, header.height));
        }
    }
}
