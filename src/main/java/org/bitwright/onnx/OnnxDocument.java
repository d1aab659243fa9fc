package org.bitwright.onnx;

import java.io.IOException;
import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Model;

/**
 * An ONNX file: its messages and what was found in them. Immutable; a rewrite gives a new document that shares the
 * rest. Weights are read when someone looks.
 */
public final class OnnxDocument {
    private OnnxDocument() {}

    /**
     * Opens and checks a file.
     *
     * @throws InvalidFileException if the file is no ONNX model or breaks a rule of loading.md
     */
    public static OnnxDocument open(Path file) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    public Model model() {
        throw new UnsupportedOperationException("contract");
    }

    /** Hexadecimal SHA-256 of the file (and of its external data, where there is some). Read when first asked for. */
    public String digest() throws IOException {
        throw new UnsupportedOperationException("contract");
    }
}
