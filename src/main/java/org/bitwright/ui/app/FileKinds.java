package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Texts;

/** The names of files that open as models. What a file is, its content tells; its name tells what a chooser offers. */
final class FileKinds {
    static final String PROJECT = ".bitwright";
    private static final String NETWORK = ".onnx";
    /** Arrays of NumPy: weights, or data for a network that is there. */
    private static final List<String> ARRAYS = List.of(".npz", ".npy");

    private static final List<String> WEIGHTS = List.of(
            ".pth",
            ".pt",
            ".bin",
            ".ckpt",
            ".safetensors",
            ".index.json",
            ".npz",
            ".npy",
            ".h5",
            ".hdf5",
            ".keras",
            ".tflite");

    private FileKinds() {}

    static List<Dialogs.FileKind> kinds() {
        List<String> all =
                Stream.concat(Stream.of(NETWORK, PROJECT), WEIGHTS.stream()).toList();
        return List.of(
                kind("open.kind.all", all),
                network(),
                kind("open.kind.weights", WEIGHTS),
                kind("open.kind.project", List.of(PROJECT)),
                new Dialogs.FileKind(Texts.get("kind.any"), List.of("*")));
    }

    static Dialogs.FileKind network() {
        return kind("open.kind.model", List.of(NETWORK));
    }

    static boolean isProject(Path file) {
        return endsIn(file, List.of(PROJECT));
    }

    static boolean isNetwork(Path file) {
        return endsIn(file, List.of(NETWORK));
    }

    static boolean isArrays(Path file) {
        return endsIn(file, ARRAYS);
    }

    /** Whether it can be nothing but a model or project, and neither data nor a configuration. */
    static boolean isCertain(Path file) {
        return isProject(file) || isNetwork(file) || endsIn(file, WEIGHTS) && !isArrays(file);
    }

    private static boolean endsIn(Path file, List<String> endings) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }

    private static Dialogs.FileKind kind(String key, List<String> endings) {
        return new Dialogs.FileKind(
                Texts.get(key), endings.stream().map(ending -> "*" + ending).toList());
    }
}
