package org.bitwright.runtime;

import java.util.Map;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;

/**
 * A session with the weights that it is fed besides the samples. Owns the session.
 *
 * @param output name of the output that is read
 * @param weights promoted weights by input name; empty where all weights are constants of the session
 * @param atOnce samples that run together at most; 0 where the runner chooses
 */
record PreparedNetwork(Session session, String output, Map<String, Values> weights, int atOnce)
        implements AutoCloseable {
    /** Whose runner chooses how many samples run together. */
    PreparedNetwork(Session session, String output, Map<String, Values> weights) {
        this(session, output, weights, 0);
    }

    PreparedNetwork {
        weights = Map.copyOf(weights);
    }

    @Override
    public void close() {
        session.close();
    }
}
