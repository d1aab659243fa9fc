package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/**
 * A session with the weights that it is fed besides the samples. Owns the session; not the weights.
 *
 * @param output name of the output that is read
 * @param weights promoted weights by input name; empty where all weights are constants of the session
 * @param atOnce samples that run together at most; 0 where the runner chooses
 */
record PreparedNetwork(OrtSession session, String output, Map<String, OnnxTensor> weights, int atOnce)
        implements AutoCloseable {
    /** Whose runner chooses how many samples run together. */
    PreparedNetwork(OrtSession session, String output, Map<String, OnnxTensor> weights) {
        this(session, output, weights, 0);
    }

    PreparedNetwork {
        weights = Map.copyOf(weights);
    }

    @Override
    public void close() {
        Sessions.close(session);
    }
}
