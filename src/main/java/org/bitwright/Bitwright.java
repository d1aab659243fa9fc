package org.bitwright;

import java.util.Locale;
import org.bitwright.cli.BitwrightCommand;

/** Starts the window, or the command line where there is a command or no display. */
public final class Bitwright {
    private static final String NATIVE_EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private Bitwright() {}

    public static void main(String[] arguments) {
        if (System.getProperty(NATIVE_EXTENSION) == null) {
            System.setProperty(NATIVE_EXTENSION, "-onednn");
        }
        System.exit(BitwrightCommand.run(arguments));
    }

    /** JavaFX cannot be tried without one: where it fails it cannot be started again. */
    static boolean hasDisplay() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    }
}
