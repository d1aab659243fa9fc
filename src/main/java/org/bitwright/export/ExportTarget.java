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
    HUFFMAN("huffman", "bwh"),
    /** The network's parameters, x̂ of the quantized ones, for PyTorch and others. */
    SAFETENSORS("safetensors", "safetensors"),
    /** The same as a state dict that {@code torch.load} reads. */
    PTH("pth", "pth"),
    /** Encodings of AIMET and Qualcomm's tools, version 0.6.1. */
    AIMET_0_6_1("aimet-0.6.1", "encodings"),
    /** The same, version 1.0.0. */
    AIMET_1_0_0("aimet-1.0.0", "encodings"),
    /** The same, version 2.0.0. */
    AIMET_2_0_0("aimet-2.0.0", "encodings"),
    /** {@code TensorQuantOverrides} of ONNX Runtime's quantization tool, and a Python file beside it. */
    ORT_OVERRIDES("ort-overrides", "json"),
    /** A calibration cache of TensorRT. */
    TENSORRT("tensorrt", "cache"),
    /** A Python script that has NNCF quantize the model. */
    NNCF("nncf", "py"),
    /** A C header for firmware. */
    C_HEADER("c-header", "h"),
    /** The report: one HTML file. */
    REPORT("report", "html");

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

    /** Whether it tells what was chosen, and not a network or its weights alone. */
    public boolean isConfiguration() {
        return switch (this) {
            case QDQ, SIMULATED, HUFFMAN, SAFETENSORS, PTH, REPORT -> false;
            default -> true;
        };
    }

    /** Whether it is a network, or tells what flows through one: nothing that weights alone can give. */
    public boolean needsNetwork() {
        return switch (this) {
            case QDQ, SIMULATED, TENSORRT, NNCF -> true;
            default -> false;
        };
    }

    public static Optional<ExportTarget> byId(String id) {
        return Arrays.stream(values()).filter(target -> target.id.equals(id)).findFirst();
    }
}
