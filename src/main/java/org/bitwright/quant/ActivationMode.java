package org.bitwright.quant;

/** When the range of an activation is found (numerics: "Activations"). */
public enum ActivationMode {
    /** Once, from calibration data. */
    STATIC("static"),
    /** In every run anew: asymmetric 8 bits, as ONNX's DynamicQuantizeLinear computes it. */
    DYNAMIC("dynamic");

    private final String id;

    ActivationMode(String id) {
        this.id = id;
    }

    /** The name on the command line and in files. */
    public String id() {
        return id;
    }
}
