package org.bitwright.project;

import java.util.Optional;
import org.bitwright.model.WeightFile;
import org.bitwright.onnx.OnnxDocument;

/**
 * The files that a model is made of.
 *
 * @param weights the file of weights; empty for a network of its own
 * @param file the file that was opened, as a document of its own: its digest is the file's
 * @param graph that the weights were joined to
 */
record ModelFiles(Optional<WeightFile> weights, OnnxDocument file, Optional<OnnxDocument> graph) {

    static ModelFiles of(OnnxDocument network) {
        return new ModelFiles(Optional.empty(), network, Optional.empty());
    }

    static ModelFiles of(WeightFile weights, OnnxDocument document) {
        return new ModelFiles(Optional.of(weights), document, Optional.empty());
    }
}
