package org.bitwright.project;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/**
 * A file by which a process tells others that it is at work on something. The system lets go of it when the process ends,
 * however it ends: what a dead one left never blocks.
 *
 * <p>A system that follows POSIX drops all locks of a process on a file as soon as the process closes it once, through
 * whatever channel. So who holds what in this process is known without opening a file a second time.
 */
final class LockFile implements AutoCloseable {
    /** Beyond the text, so that this can be read where locks are mandatory. */
    private static final long LOCKED_BYTE = 1L << 30;

    private static final int MOST_TEXT = 1 << 16;
    private static final int TRIES = 20;

    private static final Map<Path, LockFile> HELD = new HashMap<>();

    /** Of files that this process holds by another name: closing them would let go of those. */
    private static final List<FileChannel> STAYING_OPEN = new ArrayList<>();

    private final Path file;
    private final Path key;
    private final FileChannel channel;
    private final String text;
    private final long size;

    private LockFile(Path file, Path key, FileChannel channel, String text, long size) {
        this.file = file;
        this.key = key;
        this.channel = channel;
        this.text = text;
        this.size = size;
    }

    /**
     * Empty where somebody holds it, perhaps this very process.
     *
     * @param text what others can read of whoever holds it
     * @throws IOException if the file cannot be made, or its place takes no locks
     */
    static Optional<LockFile> tryHold(Path file, String text) throws IOException {
        Path key = key(file);
        synchronized (HELD) {
            if (HELD.containsKey(key)) {
                return Optional.empty();
            }
            for (int i = 0; i < TRIES; i++) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (!isLocked(channel)) {
                    return Optional.empty();
                }
                LockFile held = written(file, key, channel, text);
                if (held.isInPlace()) {
                    HELD.put(key, held);
                    return Optional.of(held);
                }
                // Whoever held it removed it in the same moment: what is locked here has no name any more.
                channel.close();
            }
            throw new ToldException(Phrase.of("the lock '%s' changes hands all the time", file));
        }
    }

    /** Closes the channel where it is not, unless that would let go of what this process holds. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            STAYING_OPEN.add(channel);
            return false;
        } finally {
            if (lock == null && !STAYING_OPEN.contains(channel)) {
                channel.close();
            }
        }
        return lock != null;
    }

    /** By its length, which is one of many, a holder knows its file again. */
    private static LockFile written(Path file, Path key, FileChannel channel, String text) throws IOException {
        String padded = text + " ".repeat(ThreadLocalRandom.current().nextInt(1, 4096));
        byte[] bytes = padded.getBytes(StandardCharsets.UTF_8);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(bytes), 0);
        } catch (IOException e) {
            // A full disk takes no text, and is no reason not to hold the lock.
            return new LockFile(file, key, channel, text, channel.size());
        }
        return new LockFile(file, key, channel, text, bytes.length);
    }

    /** Whether the file is still the one that is found by its name. */
    boolean isInPlace() {
        try {
            return Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    /** What whoever holds a file says of itself; empty where nothing can be read. */
    static String text(Path file) throws IOException {
        synchronized (HELD) {
            LockFile own = HELD.get(key(file));
            if (own != null) {
                return own.text;
            }
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_TEXT) {
                return "";
            }
            // Under the monitor: nobody here can begin to hold it before it is closed again.
            return Files.readString(file).strip();
        }
    }

    /** The same file by whatever way it is reached. */
    private static Path key(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    }

    /** Lets go, and removes the file. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(key, this);
            try {
                if (isInPlace()) {
                    // While it is held: afterwards it may be somebody else's.
                    Files.deleteIfExists(file);
                }
            } finally {
                channel.close();
            }
        }
    }
}
