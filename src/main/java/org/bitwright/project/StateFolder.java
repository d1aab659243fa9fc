package org.bitwright.project;

import java.nio.file.Path;

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
}
