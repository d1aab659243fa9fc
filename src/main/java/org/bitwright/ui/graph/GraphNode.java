package org.bitwright.ui.graph;

import java.util.List;

/**
 * A node of the drawn network.
 *
 * @param type operator type; empty for inputs and outputs of the network
 * @param name of the operator, or of the input or output
 * @param shape extents of an input or output; empty for operators
 * @param layers names of the layers that it serves; empty where it holds no quantizable weight
 */
record GraphNode(Kind kind, String type, String name, String shape, List<String> layers) {
    /** What a node stands for. */
    enum Kind {
        INPUT,
        OPERATOR,
        OUTPUT
    }

    GraphNode {
        layers = List.copyOf(layers);
    }

    static GraphNode operator(String type, String name, List<String> layers) {
        return new GraphNode(Kind.OPERATOR, type, name, "", layers);
    }

    boolean isLayer() {
        return !layers.isEmpty();
    }
}
