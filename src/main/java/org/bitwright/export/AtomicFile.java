package org.bitwright.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files so that a reader finds either the old content or the new, whatever goes wrong in between: the program is
 * killed, the disk is full, the folder is taken away, the power fails.
 */
public final class AtomicFile {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
    private static final String TEMPORARY = ".tmp";
    private static final int BUFFER = 1 << 16;
    /** Bytes that are forced to the disk at a time. */
    private static final long FORCED = 16L << 20;

    private AtomicFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What is done with a file that is written but has not taken its target's name yet. */
    @FunctionalInterface
    public interface Step {
        void accept(Path written) throws IOException;
    }

    /**
     * Replaces {@code target}: the content goes to a temporary file beside it, is forced to the disk, and takes the
     * target's name. If anything fails the old file is untouched and no temporary file is left.
     *
     * @throws IOException if the folder cannot be written or the content fails
     */
    public static void write(Path target, Content content) throws IOException {
        write(target, content, written -> {});
    }

    /**
     * The same, with a look at what was written while the old file is still in its place.
     *
     * @param before fails if the file must not take the target's name
     */
    public static void write(Path target, Content content, Step before) throws IOException {
        checkTarget(target);
        Path temporary = temporaryBeside(target);
        try {
            try (FileChannel channel = created(temporary, target);
                    OutputStream out = new BufferedOutputStream(told(channel, target), BUFFER)) {
                content.writeTo(out);
                out.flush();
                force(channel, target);
            }
            keepPermissions(target, temporary);
            before.accept(temporary);
            replace(temporary, target);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /**
     * Gives a file another name, in the place of whatever file has it, and forces that to the disk.
     *
     * @param from in the same folder
     */
    public static void replace(Path from, Path target) throws IOException {
        try {
            // Never in two steps: between them there would be no file at all.
            Files.move(from, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            refuseFolder(target);
            throw UnwritableException.because(target, reason(e), e);
        }
        forceFolder(target);
    }

    /** A name change is safe from a loss of power once its folder is on the disk; not every system can be asked to. */
    private static void forceFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("the folder {} cannot be forced to the disk: {}", folder, e.getMessage());
        }
    }

    /**
     * Removes what writers of a file left which were killed. For whoever knows that nobody is writing it.
     *
     * @return whether there was anything
     */
    public static boolean removeLeft(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        boolean found = false;
        if (folder != null && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, file -> isLeft(file, target))) {
                for (Path file : files) {
                    found |= deleteQuietly(file);
                }
            } catch (IOException | DirectoryIteratorException e) {
                LOG.debug("{} cannot be looked through: {}", folder, e.getMessage());
            }
        }
        return found;
    }

    private static boolean isLeft(Path file, Path target) {
        String name = String.valueOf(file.getFileName());
        String start = "." + target.getFileName() + ".";
        int unique = UUID.randomUUID().toString().length();
        return name.startsWith(start)
                && name.endsWith(TEMPORARY)
                && name.length() == start.length() + unique + TEMPORARY.length();
    }

    private static Path temporaryBeside(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw UnwritableException.noFolder(target, String.valueOf(folder));
        }
        if (!Files.isWritable(folder)) {
            throw UnwritableException.readOnlyFolder(target, folder);
        }
        return folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
    }

    private static FileChannel created(Path temporary, Path target) throws IOException {
        try {
            return FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        } catch (FileSystemException e) {
            throw UnwritableException.noNewFile(target, reason(e), e);
        }
    }

    /** Names the file where the system only tells the trouble, such as a disk that is full. */
    /** Forces what was written from time to time: forcing all at the end would take long, and cannot be cancelled. */
    private static OutputStream told(FileChannel channel, Path target) {
        OutputStream out = Channels.newOutputStream(channel);
        return new OutputStream() {
            private long unforced;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                try {
                    out.write(bytes, from, count);
                    unforced += count;
                    if (unforced >= FORCED) {
                        channel.force(false);
                        unforced = 0;
                    }
                } catch (IOException e) {
                    throw UnwritableException.because(target, reason(e), e);
                }
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }

    private static void force(FileChannel channel, Path target) throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw UnwritableException.because(target, reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException told && told.getReason() != null
                ? told.getReason()
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** What only its owner may read stays so. */
    private static void keepPermissions(Path target, Path temporary) {
        try {
            PosixFileAttributeView before = Files.getFileAttributeView(target, PosixFileAttributeView.class);
            if (before != null && Files.exists(target)) {
                Files.setPosixFilePermissions(temporary, before.readAttributes().permissions());
            }
        } catch (IOException e) {
            LOG.debug("the permissions of {} cannot be kept: {}", target, e.getMessage());
        }
    }

    /**
     * Says early whether a file could be written, before long work is done for it.
     *
     * @throws IOException if the target is no file that can be replaced, or lies in no folder that takes one
     */
    public static void checkTarget(Path target) throws IOException {
        refuseFolder(target);
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new ToldException(Phrase.of("'%s' is no ordinary file; choose another name", target));
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw UnwritableException.readOnly(target);
        }
        temporaryBeside(target);
    }

    private static void refuseFolder(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw new ToldException(Phrase.of("'%s' is a folder; name a file in it", target));
        }
    }

    private static boolean deleteQuietly(Path file) {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be removed: {}", file, e.getMessage());
            return false;
        }
    }
}
