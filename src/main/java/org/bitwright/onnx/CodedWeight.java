package org.bitwright.onnx;

/** A weight in a narrow type, with the operator behind it that gives its float values back bit for bit. */
public sealed interface CodedWeight permits LinearWeight, HalfWeight, CodebookWeight {

    /** Name of the weight tensor. */
    String weight();

    /** The least version of the standard operators without which this cannot be stored; 0 where any will do. */
    int opset();
}
