package org.bitwright.io.tflite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.WeightFile;

/**
 * Reads the constants of TensorFlow Lite models ({@code .tflite}, version 3 of the schema), float and quantized. The
 * values of quantized ones are those that their codes stand for; their scales and zero points are told beside them.
 */
public final class TfliteReader {
    private static final int START_BYTES = 64;
    private static final int IDENTIFIER_AT = 4;
    private static final String IDENTIFIER = "TFL3";

    private TfliteReader() {}

    /** Whether a file that begins with these bytes is a TFLite model. */
    public static boolean recognizes(byte[] start) {
        return start.length >= IDENTIFIER_AT + IDENTIFIER.length()
                && new String(start, IDENTIFIER_AT, IDENTIFIER.length(), StandardCharsets.ISO_8859_1)
                        .equals(IDENTIFIER);
    }

    /**
     * Opens a file. Its numbers are read when someone looks.
     *
     * @throws InvalidFileException if an offset leads outside the file, or anything in it contradicts itself
     */
    public static WeightFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, FileFault.FOLDER);
        }
        OpenedFile opened = OpenedFile.of(file);
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(START_BYTES, opened.size()));
        opened.read(0, start);
        if (!recognizes(start.array())) {
            throw new InvalidFileException(file, unknown(start.array()));
        }
        FlatFile flat = new FlatFile(opened);
        return new Constants(flat, TfliteModel.read(flat)).weights();
    }

    private static Phrase unknown(byte[] start) {
        if (start.length == 0) {
            return FileFault.EMPTY;
        }
        return new String(start, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs")
                ? FileFault.LFS_POINTER
                : Phrase.of("it is no TFLite model: the identifier 'TFL3' is missing");
    }
}
