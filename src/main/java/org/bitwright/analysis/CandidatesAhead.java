package org.bitwright.analysis;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.Ahead;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of configurations in their order, each made while the one before it runs: finding grids and rounding
 * weights leaves cores idle that a short pass would wait for.
 */
final class CandidatesAhead implements AutoCloseable {
    private final SweepCandidates candidates;
    private final Deque<QuantConfig> queue;
    private final CancelToken cancel;
    private @Nullable Ahead<Candidate> next;

    /** @param configs each once */
    CandidatesAhead(SweepCandidates candidates, Collection<QuantConfig> configs, CancelToken cancel) {
        this.candidates = candidates;
        this.queue = new ArrayDeque<>(configs);
        this.cancel = cancel;
    }

    /** The candidate of the next configuration. From then on the one after it is being made. */
    Candidate take() throws IOException, InferenceException {
        Candidate present = next == null ? made(queue.remove()) : taken(next);
        next = null;
        if (!queue.isEmpty()) {
            QuantConfig following = queue.remove();
            next = Ahead.of(() -> made(following));
        }
        return present;
    }

    private Candidate made(QuantConfig config) throws IOException, InferenceException {
        return candidates.candidate(config, cancel);
    }

    private static Candidate taken(Ahead<Candidate> made) throws IOException, InferenceException {
        try {
            return made.take();
        } catch (IOException | InferenceException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (next != null) {
            next.close();
        }
    }
}
