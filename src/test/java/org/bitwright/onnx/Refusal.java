package org.bitwright.onnx;

import java.nio.file.Path;
import org.bitwright.fuzz.BadFile;

/** Says that a file is refused, and in which words. */
final class Refusal {
    private Refusal() {}

    static void of(Path file, String... words) {
        BadFile.refused("ONNX", file, OnnxDocument::open, words);
    }
}
