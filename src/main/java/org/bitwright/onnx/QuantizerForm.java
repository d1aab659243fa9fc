package org.bitwright.onnx;

/** In which operators a static quantizer is written into a network. The numbers are the same, the speed is not. */
public enum QuantizerForm {
    /**
     * QuantizeLinear, Clip, DequantizeLinear in the narrowest integer type that holds the codes. Grids that are no
     * integers are written as {@link #ARITHMETIC}.
     */
    INTEGERS,
    /** Float operators alone: division, limits, rounding by adding and subtracting a large number, product. */
    ARITHMETIC
}
