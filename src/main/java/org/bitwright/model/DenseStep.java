package org.bitwright.model;

import java.util.Optional;

/**
 * A dense layer of a stack: after(x · W + b).
 *
 * @param weight name of a tensor of two axes
 * @param bias name of a tensor with one number an output
 * @param transposed whether the weight is stored as inputs × outputs, as Keras does; else as outputs × inputs, as
 *     PyTorch does
 * @param after what the layer's sums go through
 */
public record DenseStep(String weight, Optional<String> bias, boolean transposed, ActivationFunction after) {}
