package org.bitwright.runtime;

import java.io.IOException;
import java.util.Map;
import org.bitwright.onnx.BlockedRounding;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedNetwork;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;

/**
 * What candidates of the same activations are run as, but for their constants.
 *
 * @param document the network with what rounds its activations
 * @param inBlocks whether values between convolutions stay in their blocked layout while they are rounded
 * @param atOnce samples that run together at most; 0 where the runner chooses
 * @param rounds whether the document says where values are rounded
 */
record CandidateForm(OnnxDocument document, boolean inBlocks, int atOnce, boolean rounds) {
    /**
     * The network as ONNX Runtime makes it for these constants.
     *
     * @throws java.util.concurrent.CancellationException if the token is cancelled
     */
    OptimizedNetwork optimized(Map<String, float[]> constants, CancelToken cancel)
            throws IOException, InferenceException {
        OptimizedNetwork network = Sessions.optimized(constants, document, rounds, cancel);
        return inBlocks ? BlockedRounding.of(network).orElse(network) : network;
    }
}
