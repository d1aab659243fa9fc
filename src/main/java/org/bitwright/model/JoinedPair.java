package org.bitwright.model;

import java.util.List;

/**
 * A tensor of a file of weights that takes the place of a constant of a graph.
 *
 * @param initializer name of the constant in the graph
 * @param tensor name of the tensor in the file of weights
 * @param axes the tensor's axes in the order in which the graph wants them, as {@code numpy.transpose} takes them; empty
 *     for the order of the file. What comes out has as many numbers as the initializer and takes its shape.
 */
public record JoinedPair(String initializer, String tensor, List<Integer> axes) {
    public JoinedPair {
        axes = List.copyOf(axes);
    }

    /** In the order of the file. */
    public JoinedPair(String initializer, String tensor) {
        this(initializer, tensor, List.of());
    }
}
