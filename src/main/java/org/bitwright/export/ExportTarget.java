package org.bitwright.export;

import java.util.Arrays;
import java.util.Optional;

/** The files that can be written. {@link #id()} is the name on the command line. */
public enum ExportTarget {
    /** ONNX with integer weights and DequantizeLinear. */
    QDQ("qdq", "onnx"),
    /** ONNX with simulated weights: the same graph, float initializers that hold x̂. */
    SIMULATED("simulated", "onnx"),
    /** Bitwright's own configuration. */
    CONFIG("config", "json"),
    /** The layer table. */
    CSV("csv", "csv"),
    /** Every quantized weight, entropy coded: {@link CodedFile}. */
    HUFFMAN("huffman", "bwh");

    private final String id;
    private final String extension;

    ExportTarget(String id, String extension) {
        this.id = id;
        this.extension = extension;
    }

    public String id() {
        return id;
    }

    public String extension() {
        return extension;
    }

    public static Optional<ExportTarget> byId(String id) {
        return Arrays.stream(values()).filter(target -> target.id.equals(id)).findFirst();
    }
}
