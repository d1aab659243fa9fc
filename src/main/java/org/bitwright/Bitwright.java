package org.bitwright;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javafx.application.Application;
import org.bitwright.cli.BitwrightCommand;
import org.bitwright.ui.app.BitwrightApplication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the window, or the command line where there is a command or no display. */
public final class Bitwright {
    private static final Logger LOG = LoggerFactory.getLogger(Bitwright.class);
    private static final String NATIVE_EXTENSION = "org.bytedeco.javacpp.platform.extension";

    private Bitwright() {}

    public static void main(String[] arguments) {
        if (System.getProperty(NATIVE_EXTENSION) == null) {
            System.setProperty(NATIVE_EXTENSION, "-onednn");
        }
        if (!opensWindow(arguments)) {
            System.exit(BitwrightCommand.run(arguments));
        } else if (hasDisplay()) {
            Application.launch(BitwrightApplication.class, arguments);
        } else {
            LOG.warn("There is no display to open a window on: running the demo. See --help for all commands.");
            System.exit(BitwrightCommand.run("demo"));
        }
    }

    /** Without arguments, or with a file as the first one. */
    static boolean opensWindow(String... arguments) {
        return arguments.length == 0 || (!arguments[0].startsWith("-") && Files.isRegularFile(Path.of(arguments[0])));
    }

    /** JavaFX cannot be tried without one: where it fails it cannot be started again. */
    static boolean hasDisplay() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    }
}
