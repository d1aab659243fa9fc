package org.bitwright.model;

import java.nio.file.Path;
import java.util.List;

/** What a model is made from: the files, and how they belong together. */
public sealed interface ModelSource {

    /** The file that was opened: the one that holds the weights. */
    Path file();

    /** An ONNX file: a network with its weights. */
    record Network(Path file) implements ModelSource {}

    /** A file of weights alone. */
    record Weights(Path file) implements ModelSource {}

    /**
     * Weights in the place of those of an ONNX file.
     *
     * @param file of the weights
     * @param graph the ONNX file; constants of it that no pair names keep its values
     * @param pairs at most one an initializer
     */
    record Joined(Path file, Path graph, List<JoinedPair> pairs) implements ModelSource {
        public Joined {
            pairs = List.copyOf(pairs);
        }
    }

    /** Weights as a plain stack of dense layers. */
    record Stacked(Path file, DenseStack stack) implements ModelSource {}

    /** Whether there is a network, which can be run. */
    default boolean hasNetwork() {
        return !(this instanceof Weights);
    }
}
