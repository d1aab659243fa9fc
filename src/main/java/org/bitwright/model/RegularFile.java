package org.bitwright.model;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that can be read to an end. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Refuses what is there but no file: reading a pipe, or a device, could wait for ever.
     *
     * @throws InvalidFileException if it is a folder, a pipe, a socket or a device; what is not there at all is left to
     *     whoever opens it
     */
    public static void check(Path file) throws InvalidFileException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, FileFault.FOLDER);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InvalidFileException(
                    file,
                    Phrase.of("it is no regular file but a pipe or a device; copy what it gives into a file first"));
        }
    }
}
