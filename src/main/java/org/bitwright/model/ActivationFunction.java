package org.bitwright.model;

/** What the sums of a dense layer go through. */
public enum ActivationFunction {
    NONE,
    RELU,
    /** Slope 0.01 below 0. */
    LEAKY_RELU,
    SIGMOID,
    TANH,
    /** The exact one, with the error function. */
    GELU,
    /** Over the outputs of a sample. */
    SOFTMAX
}
