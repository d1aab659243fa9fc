package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of one program for its child process and the memory that they share: for the user alone, under names that
 * nobody can guess, gone when the program ends. A lock tells others that the program lives; what a program that was
 * killed has left is removed by its child, or, where that was killed too, by the next program.
 */
final class Workplace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);
    private static final String PREFIX = "bitwright-inference-";
    private static final String LOCK = "lock";

    /** Younger folders may be about to be locked. */
    private static final Duration SURELY_LOCKED = Duration.ofMinutes(1);

    /** A program must not look at locks of its own: the system would take a second look for their end. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final List<Kept> kept = new ArrayList<>();

    /** A folder, and what holds its lock. */
    private record Kept(Path folder, FileChannel lock) {}

    private Workplace() {}

    /** @throws IOException if there can be none */
    static Workplace create() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Set<Path> bases = new LinkedHashSet<>();
        bases.add(Path.of("/dev/shm"));
        String session = System.getenv("XDG_RUNTIME_DIR");
        if (session != null && !session.isEmpty()) {
            bases.add(Path.of(session));
        }
        bases.removeIf(base -> !Files.isDirectory(base) || !Files.isWritable(base));
        bases.add(temporary);
        return in(bases);
    }

    /** @param bases folders to make folders in, the one for files last */
    static Workplace in(Set<Path> bases) throws IOException {
        Workplace made = new Workplace();
        try {
            for (Path base : bases) {
                removeLeft(base);
                made.kept.add(keep(base));
            }
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** Where shared memory may lie, the fastest first. */
    List<Path> forMemory() {
        return kept.stream().map(Kept::folder).toList();
    }

    /** Where files may lie, programs among them. */
    Path forFiles() {
        return kept.get(kept.size() - 1).folder;
    }

    private static Kept keep(Path base) throws IOException {
        Path folder = Files.createTempDirectory(base, PREFIX);
        OURS.add(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new ToldException(Phrase.of("the folder '%s' cannot be locked", folder));
        }
        return new Kept(folder, lock);
    }

    /** Removes the folders of programs that live no more. */
    private static void removeLeft(Path base) {
        try (Stream<Path> entries = Files.list(base)) {
            entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith(PREFIX))
                    .filter(entry -> !OURS.contains(entry))
                    .filter(Workplace::isLeft)
                    .toList()
                    .forEach(Workplace::remove);
        } catch (IOException e) {
            LOG.debug("folders of earlier programs could not be looked for in {}", base, e);
        }
    }

    private static boolean isLeft(Path folder) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(folder, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            return found.isDirectory()
                    && found.lastModifiedTime()
                            .toInstant()
                            .isBefore(Instant.now().minus(SURELY_LOCKED))
                    && Files.getOwner(folder).equals(Files.getOwner(Path.of(System.getProperty("user.home"))))
                    && isUnlocked(folder.resolve(LOCK));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("{} is left alone", folder, e);
            return false;
        }
    }

    private static boolean isUnlocked(Path lock) throws IOException {
        if (!Files.exists(lock)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held != null;
        }
    }

    /** Removes the folders of a program if it has ended; returns whether it has. */
    static boolean removeAfter(List<Path> folders) {
        try {
            for (Path folder : folders) {
                if (!isUnlocked(folder.resolve(LOCK))) {
                    return false;
                }
                remove(folder);
            }
        } catch (IOException e) {
            LOG.debug("{} are left to the next program", folders, e);
        }
        return true;
    }

    static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, java.io.@org.jspecify.annotations.Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.debug("{} could not be removed", folder, e);
        }
    }

    @Override
    public void close() {
        for (Kept each : kept) {
            try {
                each.lock.close();
            } catch (IOException e) {
                LOG.debug("{} could not be unlocked", each.folder, e);
            }
            remove(each.folder);
            OURS.remove(each.folder);
        }
        kept.clear();
    }
}
