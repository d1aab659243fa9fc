package org.bitwright.quant;

import java.util.Arrays;
import java.util.Optional;

/**
 * The runtime that a configuration is made for: its rules decide where activations are quantized, which of them share
 * parameters, and how biases are stored. The names are stable: the command line takes {@link #id()}.
 */
public enum TargetProfile {
    /** Every chosen activation is quantized by itself, biases stay float. */
    NONE("none"),
    /** ONNX Runtime on a CPU, from a graph in QDQ form. */
    ORT_CPU("ort-cpu"),
    /** Symmetric 8-bit integers, as TensorRT takes them. */
    TENSORRT("tensorrt"),
    /** 8-bit integers as TensorFlow Lite Micro and CMSIS-NN compute with them (TFLite quantization specification). */
    TFLM("tflm");

    private final String id;

    TargetProfile(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static Optional<TargetProfile> byId(String id) {
        return Arrays.stream(values()).filter(profile -> profile.id.equals(id)).findFirst();
    }
}
