package org.bitwright;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bitwright.cli.BitwrightCommand;
import org.bitwright.ui.app.BitwrightApplication;

/** Starts the window, or the command line where there is a command or no display. */
public final class Bitwright {
    private static final String NATIVE_EXTENSION = "org.bytedeco.javacpp.platform.extension";

    /** Endings of files that open in the window; one that is not there is told there. */
    private static final List<String> MODELS =
            List.of(".onnx", ".bitwright", ".pth", ".pt", ".safetensors", ".npz", ".npy", ".h5", ".keras", ".tflite");

    /** Warns at every start that JavaFX comes from the class path, which is how it is meant here. */
    private static final Logger JAVAFX_LOG = Logger.getLogger("javafx");

    private Bitwright() {}

    public static void main(String[] arguments) {
        if (System.getProperty(NATIVE_EXTENSION) == null) {
            System.setProperty(NATIVE_EXTENSION, "-onednn");
        }
        if (arguments.length > 0 && !namesFiles(arguments)) {
            System.exit(BitwrightCommand.run(arguments));
        } else if (hasDisplay()) {
            open(arguments);
        } else {
            System.exit(BitwrightCommand.runWithoutWindow(
                    "There is no display to open a window on (DISPLAY is not set)", arguments));
        }
    }

    private static void open(String... files) {
        JAVAFX_LOG.setLevel(Level.SEVERE);
        try {
            BitwrightApplication.open(files);
        } catch (UnsupportedOperationException e) {
            // JavaFX's word for a system without GTK 3, and for a display that cannot be opened.
            System.exit(BitwrightCommand.runWithoutWindow(
                    "No window can be opened: it needs GTK 3 and a display that may be used (" + e.getMessage() + ")",
                    files));
        }
    }

    /** Whether the arguments are files to open and not a command with its options. */
    static boolean namesFiles(String... arguments) {
        String first = arguments[0];
        return !BitwrightCommand.isCommand(first)
                && (MODELS.stream().anyMatch(first::endsWith) || Files.exists(Path.of(first)));
    }

    /** Looked at before JavaFX is: where it fails to find one it cannot be started again. */
    static boolean hasDisplay() {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isEmpty();
    }
}
