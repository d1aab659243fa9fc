package org.bitwright.runtime;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Trials that run every network from its inputs to its output. */
final class WholePasses implements LayerTrials {
    /** Output values of one chunk of samples. */
    private static final long MAX_OUTPUTS = 32_000_000;

    private final CandidateEvaluator evaluator;
    private Candidate base = Candidate.unchanged();
    private int first;
    private int count;
    private int most;

    WholePasses(CandidateEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    @Override
    public int samples() {
        return evaluator.samples();
    }

    @Override
    public Evaluation base(
            Candidate base, Collection<Set<String>> changes, int first, int most, Progress progress, CancelToken cancel)
            throws InferenceException {
        place(base, first, Math.min(most, fitting(cancel)));
        return whole(base, progress, cancel);
    }

    /** The base, and the samples of the trials that follow. */
    void place(Candidate base, int first, int count) {
        this.base = base;
        this.first = first;
        this.count = count;
    }

    /** Number of samples whose outputs fit, worked out by running one. */
    private int fitting(CancelToken cancel) throws InferenceException {
        if (most == 0) {
            Evaluation one = evaluator.evaluate(Candidate.unchanged(), 0, 1, true, new Progress(), cancel);
            int fitting = (int) Math.min(Integer.MAX_VALUE, MAX_OUTPUTS / Math.max(1, one.outputs().length));
            // Batches do not cross blocks: whole blocks run in the batches of a pass over all samples.
            most = fitting < InputSamples.BLOCK
                    ? Math.max(1, fitting)
                    : fitting / InputSamples.BLOCK * InputSamples.BLOCK;
        }
        return most;
    }

    @Override
    public Evaluation run(Trial trial, Progress progress, CancelToken cancel) throws IOException, InferenceException {
        return whole(trial.of(base, cancel), progress, cancel);
    }

    @Override
    public Evaluation whole(Candidate candidate, Progress progress, CancelToken cancel) throws InferenceException {
        return evaluator.evaluate(candidate, first, count, true, progress, cancel);
    }

    @Override
    public void close() {
        // holds nothing of its own
    }
}
