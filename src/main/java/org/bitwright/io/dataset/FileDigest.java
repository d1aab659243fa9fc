package org.bitwright.io.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** SHA-256 of the bytes of one file, or of two files after each other. */
final class FileDigest {
    private static final int CHUNK = 1 << 16;

    private FileDigest() {}

    static String sha256(Path file, Optional<Path> second) throws IOException {
        MessageDigest digest = sha256();
        update(digest, file);
        if (second.isPresent()) {
            update(digest, second.get());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The same for many files of a folder, by their names, their sizes and how each begins: all bytes of small ones, and
     * of large ones what tells one from another.
     */
    static String sha256(Path folder, List<Path> files, Optional<Path> second) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            digest.update((name + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(file)) {
                digest.update(in.readNBytes(CHUNK));
            }
        }
        if (second.isPresent()) {
            update(digest, second.get());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
