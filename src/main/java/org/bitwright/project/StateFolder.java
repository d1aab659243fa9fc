package org.bitwright.project;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where the program keeps what outlives it and is nobody's document. */
final class StateFolder {
    private StateFolder() {}

    /** The user's own; another where the system property {@code bitwright.state} names one. */
    static Path path() {
        String chosen = System.getProperty("bitwright.state");
        if (chosen != null) {
            return Path.of(chosen);
        }
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        String base = System.getenv(windows ? "LOCALAPPDATA" : "XDG_STATE_HOME");
        Path folder = base == null || base.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(base);
        return folder.resolve("bitwright");
    }

    /** A name for a file that stands for another one, wherever that lies. */
    static String nameOf(Path file) {
        try {
            byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(path));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
