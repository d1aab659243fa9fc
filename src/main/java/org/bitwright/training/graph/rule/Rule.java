package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * An operator of fixed shapes with its derivative. Arrays are dense, row by row, and at least as long as their shape
 * asks for. Rules keep no state between calls and may be called by several threads at once.
 */
public interface Rule {

    /** Short name, for messages. */
    String name();

    /** Shape of what it gives. */
    Shape result();

    /** Whether the derivative reads the inputs; where not, it is given empty ones. */
    default boolean backwardTakesInputs() {
        return true;
    }

    /** Whether the derivative reads the result; where not, it is given an empty one. */
    default boolean backwardTakesResult() {
        return false;
    }

    /**
     * Computes the result.
     *
     * @param inputs one array an input
     */
    void forward(float[][] inputs, float[] result);

    /**
     * Computes the derivatives of a number by the inputs from that by the result.
     *
     * @param inputs as in {@link #forward}
     * @param result as {@link #forward} gave it
     * @param gradient of the number by the result; may be overwritten
     * @param byInputs for each input what gets the gradient by it, or null where nobody asks for it
     */
    void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs);
}
