package org.bitwright.runtime;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Runs networks that differ from one, the base, in a few constants, such as one layer's weight, on the same samples:
 * chunk of samples by chunk, all networks on one chunk before the next. What they have in common need then be run once
 * a chunk. Used by one thread. Owns native memory, but not the evaluator that it was made of.
 */
public interface LayerTrials extends AutoCloseable {

    /** The plain way: every network is run whole. */
    static LayerTrials plain(CandidateEvaluator evaluator) {
        return new WholePasses(evaluator);
    }

    /** The cheapest way; its answers are those of the plain one. */
    static LayerTrials of(CandidateEvaluator evaluator) {
        return new SuffixTrials(evaluator);
    }

    /**
     * A network that differs from the base.
     *
     * @param key equal for trials of the same base with the same values, by which what was prepared for it is found again
     *     on another chunk
     * @param changed names of the constants whose values differ
     * @param values theirs; one that is left out has the network's own values
     */
    record Trial(Object key, Set<String> changed, Values values) {
        public Trial {
            changed = Set.copyOf(changed);
        }

        /** The whole network. */
        Candidate of(Candidate base, CancelToken cancel) throws IOException {
            Map<String, float[]> constants = new HashMap<>(base.constants());
            constants.keySet().removeAll(changed);
            constants.putAll(values.make(cancel));
            return new Candidate(constants, base.activations());
        }
    }

    /** Makes the values of constants, by name, in storage order. Asked for only when they are needed. */
    @FunctionalInterface
    interface Values {
        Map<String, float[]> make(CancelToken cancel) throws IOException;
    }

    /** Number of samples of the data. */
    int samples();

    /**
     * Runs a base on samples {@code first} … {@code first + most − 1}, or on fewer where memory is short, at least one:
     * the trials that follow run on as many. What was kept of another base or other samples is given up.
     *
     * @param changes what the trials that follow are going to change: the names of each one's constants
     * @return what the base answers, with outputs
     */
    Evaluation base(
            Candidate base, Collection<Set<String>> changes, int first, int most, Progress progress, CancelToken cancel)
            throws InferenceException;

    /**
     * Runs a network on the samples that the base was run on.
     *
     * @return what it answers, with outputs
     * @throws IOException if its values cannot be made
     */
    Evaluation run(Trial trial, Progress progress, CancelToken cancel) throws IOException, InferenceException;

    /** Runs any network whole on the samples that the base was run on. */
    Evaluation whole(Candidate candidate, Progress progress, CancelToken cancel) throws InferenceException;

    @Override
    void close();
}
