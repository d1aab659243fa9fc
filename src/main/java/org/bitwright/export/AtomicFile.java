package org.bitwright.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files so that a reader finds either the old content or the new, whatever goes wrong in between. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Replaces {@code target}: the content goes to a temporary file beside it, is forced to the disk, and takes the
     * target's name. If anything fails the old file is untouched and no temporary file is left.
     *
     * @throws IOException if the folder cannot be written or the content fails
     */
    public static void write(Path target, Content content) throws IOException {
        checkTarget(target);
        Path temporary = temporaryBeside(target);
        try {
            try (FileChannel channel = created(temporary, target);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path temporaryBeside(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write '" + target + "': there is no folder '" + folder + "'");
        }
        if (!Files.isWritable(folder)) {
            throw new IOException("cannot write '" + target + "': the folder '" + folder + "' is read-only");
        }
        return folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static FileChannel created(Path temporary, Path target) throws IOException {
        try {
            return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (FileSystemException e) {
            throw new IOException("cannot write '" + target + "': its folder takes no new file", e);
        }
    }

    /**
     * Says early whether a file could be written, before long work is done for it.
     *
     * @throws IOException if the target is a folder, or lies in none
     */
    public static void checkTarget(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException("'" + target + "' is a folder; name a file in it");
        }
        temporaryBeside(target);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
