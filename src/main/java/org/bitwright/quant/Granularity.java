package org.bitwright.quant;

/** Which values share one grid. */
public enum Granularity {
    /** One grid for the whole tensor. */
    TENSOR,
    /** One grid for each output channel. */
    CHANNEL
}
