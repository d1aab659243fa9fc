package org.bitwright.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * What was last read from project files or written to them here, so that it is noticed when somebody else wrote there:
 * another program while a project was not shown, or one that knows nothing of locks. Shared by projects that undo and
 * redo lead to. Thread-safe.
 */
final class KnownVersions {
    private static final int CHUNK = 1 << 16;

    /** Digests by the real path. */
    private final Map<Path, String> digests = new HashMap<>();

    /** How files looked that held what is known of them: those need not be read again. */
    private final Map<Path, Look> looks = new HashMap<>();

    private record Look(long size, FileTime changed) {
        static Look at(Path real) throws IOException {
            return new Look(Files.size(real), Files.getLastModifiedTime(real));
        }
    }

    /** Hexadecimal SHA-256 of what a file holds; empty where there is no such file. */
    static Optional<String> digest(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            while (in.read(chunk) >= 0) {
                // Reading is what digests.
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What is in a file now is known here. */
    synchronized void put(Path real, String digest) {
        digests.put(real, digest);
        looks.remove(real);
    }

    synchronized Optional<String> of(Path real) {
        return Optional.ofNullable(digests.get(real));
    }

    /** Whether a file holds what is known of it, or nothing is known of it. */
    boolean isUpToDate(Path real) throws IOException {
        Optional<String> known = of(real);
        return known.isEmpty() || known.equals(digest(real));
    }

    /** Whether somebody else's work would be lost with a file. One that is gone holds nothing to be lost. */
    boolean isOvertaken(Path real) throws IOException {
        return Files.exists(real) && !isUpToDate(real);
    }

    /**
     * When somebody else changed a file, as far as its system tells. Reads the file only if its size or time is another than
     * when it was found to be as it is known.
     */
    Optional<Instant> overtakenAt(Path real) throws IOException {
        if (!Files.exists(real)) {
            return Optional.empty();
        }
        Look look = Look.at(real);
        if (isSeen(real, look)) {
            return Optional.empty();
        }
        if (isOvertaken(real)) {
            return Optional.of(look.changed().toInstant());
        }
        see(real, look);
        return Optional.empty();
    }

    private synchronized boolean isSeen(Path real, Look look) {
        return look.equals(looks.get(real));
    }

    private synchronized void see(Path real, Look look) {
        looks.put(real, look);
    }

    /** Knows what another knows, too. */
    void addAll(KnownVersions other) {
        other.copy().forEach(this::put);
    }

    private synchronized Map<Path, String> copy() {
        return Map.copyOf(digests);
    }
}
