package org.bitwright.training.graph;

import org.bitwright.model.Shape;

/**
 * A float constant of the network that training changes.
 *
 * @param name of the constant
 * @param shape as it is stored; values go in and out in its storage order
 * @param role what it is to the operator that takes it
 */
public record TrainedParameter(String name, Shape shape, Role role) {

    /** What a parameter does. */
    public enum Role {
        /** Multiplied with an activation by Conv, ConvTranspose, Gemm or MatMul. */
        WEIGHT,
        /** Added. */
        BIAS,
        /** Gain or offset of a normalization. */
        NORMALIZATION,
        /** Anything else, such as a position embedding. */
        OTHER
    }

    public int values() {
        return (int) shape.elements();
    }
}
