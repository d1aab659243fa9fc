package org.bitwright.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.RegularFile;
import org.bitwright.model.WeightFile;

/** Opens files that hold weights without a network. What a file is, its content tells, and never its name. */
public final class WeightFiles {
    private static final int START_BYTES = 64;

    private WeightFiles() {}

    /**
     * Whether a file is of a format that is read here, as far as its first bytes tell.
     *
     * @throws InvalidFileException if there is no such file, or it is a folder
     */
    public static boolean recognizes(Path file) throws IOException {
        return WeightFormat.of(file, start(file)).isPresent();
    }

    /**
     * Opens a file. Its numbers are read when someone looks.
     *
     * @throws InvalidFileException if it is of no known format, or breaks a rule of its own
     */
    public static WeightFile open(Path file) throws IOException {
        Optional<WeightFormat> format = WeightFormat.of(file, start(file));
        if (format.isEmpty()) {
            throw new InvalidFileException(
                    file, Phrase.of("it is no file of weights that can be read: %s can", WeightFormat.known()));
        }
        return format.get().open(file);
    }

    private static byte[] start(Path file) throws IOException {
        RegularFile.check(file);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(START_BYTES, channel.size()));
            while (start.hasRemaining() && channel.read(start, start.position()) >= 0) {}
            return start.array();
        } catch (NoSuchFileException e) {
            throw new InvalidFileException(file, FileFault.MISSING);
        }
    }
}
