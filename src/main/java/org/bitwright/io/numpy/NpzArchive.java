package org.bitwright.io.numpy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** An open NPZ file: a zip archive of NPY arrays by key. Arrays are unpacked when asked for. Owns its file. */
public final class NpzArchive implements AutoCloseable {
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final ZipArchive archive;

    private NpzArchive(Path file, ZipArchive archive) {
        this.file = file;
        this.archive = archive;
    }

    /** @throws InvalidFileException if the archive is damaged */
    public static NpzArchive open(Path file) throws IOException {
        return new NpzArchive(file, ZipArchive.open(file));
    }

    /** Whether a file that begins with these bytes may be an NPZ file. */
    public static boolean recognizes(byte[] start) {
        return start.length >= 4 && start[0] == 'P' && start[1] == 'K' && (start[2] == 3 || start[2] == 5);
    }

    /** Keys of the arrays, in the order of the archive. */
    public List<String> keys() {
        return archive.members().stream()
                .map(ZipMember::name)
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .toList();
    }

    /** @throws InvalidFileException if there is no such array, or it is damaged */
    public NumericArray read(String key) throws IOException {
        ZipMember member = archive.member(key + SUFFIX)
                .orElseThrow(() -> new InvalidFileException(
                        file, Phrase.of("it has no array '%s', only %s", key, String.join(", ", keys()))));
        return NpyReader.read(file, Phrase.of("array '%s'", key), archive.read(member));
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
