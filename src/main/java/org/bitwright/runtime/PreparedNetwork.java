package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/**
 * A session with the weights that it is fed besides the samples. Owns the session; not the weights.
 *
 * @param output name of the output that is read
 * @param weights promoted weights by input name; empty where all weights are constants of the session
 * @param oneByOne whether samples are run one by one, since the result depends on which of them run together
 */
record PreparedNetwork(OrtSession session, String output, Map<String, OnnxTensor> weights, boolean oneByOne)
        implements AutoCloseable {
    /** Whose samples do not depend on each other. */
    PreparedNetwork(OrtSession session, String output, Map<String, OnnxTensor> weights) {
        this(session, output, weights, false);
    }

    PreparedNetwork {
        weights = Map.copyOf(weights);
    }

    @Override
    public void close() {
        Sessions.close(session);
    }
}
