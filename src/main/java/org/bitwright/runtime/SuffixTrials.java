package org.bitwright.runtime;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trials that run only what lies behind the constants that change: what they take from before it is recorded once a
 * chunk. The first trial of each constant, and each base, is run whole as well, on the first batch of samples: where the
 * two are not equal to the last bit, or where a network cannot be cut, everything is run whole.
 */
final class SuffixTrials implements LayerTrials {
    private static final Logger LOG = LoggerFactory.getLogger(SuffixTrials.class);
    private static final long MAX_BUDGET = 1L << 30;

    private final CandidateEvaluator evaluator;
    private final WholePasses plain;
    private final long budget;
    private final SpareRoom spare;
    private final Map<Candidate, Optional<SplitBase>> bases = new HashMap<>();
    private @Nullable SplitBase current;
    private int inParts;

    SuffixTrials(CandidateEvaluator evaluator) {
        this(evaluator, Math.min(MAX_BUDGET, Runtime.getRuntime().maxMemory() / 2));
    }

    /** @param budget bytes of native memory to be used, about: half of it for what is recorded */
    SuffixTrials(CandidateEvaluator evaluator, long budget) {
        this.evaluator = evaluator;
        this.plain = new WholePasses(evaluator);
        this.budget = budget;
        this.spare = new SpareRoom(budget / 2);
    }

    /** Number of trials that were not run whole, for tests. */
    int inParts() {
        return inParts;
    }

    @Override
    public int samples() {
        return evaluator.samples();
    }

    @Override
    public Evaluation base(
            Candidate base, Collection<Set<String>> changes, int first, int most, Progress progress, CancelToken cancel)
            throws InferenceException {
        release();
        // a base without trials need not be cut
        Optional<SplitBase> split = changes.isEmpty() ? Optional.empty() : split(base, cancel);
        if (split.isPresent()) {
            Optional<Evaluation> run = recorded(split.get(), base, changes, first, most, progress, cancel);
            if (run.isPresent()) {
                current = split.get();
                return run.get();
            }
        }
        return plain.base(base, changes, first, most, progress, cancel);
    }

    private Optional<Evaluation> recorded(
            SplitBase split,
            Candidate base,
            Collection<Set<String>> changes,
            int first,
            int most,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        try {
            Evaluation run = split.record(changes, first, most, progress, cancel);
            plain.place(base, first, run.samples());
            if (split.isTrusted() || isSameAsWhole(run, base, cancel)) {
                split.trust();
                return Optional.of(run);
            }
            LOG.debug("a network that was optimized before answers otherwise than one that was not");
        } catch (InferenceException e) {
            cancel.throwIfCancelled();
            LOG.debug("a network could not be run in parts", e);
        }
        split.close();
        bases.put(base, Optional.empty());
        return Optional.empty();
    }

    @Override
    public Evaluation run(Trial trial, Progress progress, CancelToken cancel) throws IOException, InferenceException {
        SplitBase split = current;
        if (split == null) {
            return plain.run(trial, progress, cancel);
        }
        Optional<Evaluation> run = Optional.empty();
        try {
            run = split.run(trial, new Task(progress, cancel));
        } catch (InferenceException e) {
            cancel.throwIfCancelled();
            LOG.debug("a part of a network could not be run", e);
        }
        if (run.isPresent()
                && (split.isTrusted(trial.changed())
                        || isSameAsWhole(run.get(), trial.of(split.candidate(), cancel), cancel))) {
            split.trust(trial.changed());
            inParts++;
            return run.get();
        }
        LOG.debug(
                "what {} changes is run whole: {}",
                trial.changed(),
                run.isPresent() ? "in parts it answers otherwise" : "it cannot be cut");
        split.giveUp(trial.changed());
        return plain.run(trial, progress, cancel);
    }

    /** On the first batch; as a session that has its weights as constants, whichever way the evaluator prefers. */
    private boolean isSameAsWhole(Evaluation run, Candidate candidate, CancelToken cancel) throws InferenceException {
        BatchRunner runner = evaluator.runner();
        CandidateForm form = evaluator.form(candidate, cancel);
        int count = Math.min(run.samples(), runner.batch());
        Answers whole = evaluator.answers(count, true);
        try (PreparedNetwork network = new PreparedNetwork(
                Sessions.with(candidate.constants(), form.document(), form.rounds(), cancel),
                runner.inputs().output(),
                Map.of(),
                form.atOnce())) {
            runner.run(network, run.first(), count, whole, new Progress(), cancel);
        }
        int values = whole.outputs().length;
        return run.outputs().length >= values
                && Arrays.equals(whole.predictions(), 0, count, run.predictions(), 0, count)
                && Arrays.equals(whole.outputs(), 0, values, run.outputs(), 0, values);
    }

    @Override
    public Evaluation whole(Candidate candidate, Progress progress, CancelToken cancel) throws InferenceException {
        return plain.whole(candidate, progress, cancel);
    }

    private Optional<SplitBase> split(Candidate base, CancelToken cancel) throws InferenceException {
        Optional<SplitBase> known = bases.get(base);
        if (known == null) {
            known = base.isDynamic() ? Optional.empty() : opened(base, cancel);
            bases.put(base, known);
        }
        return known;
    }

    private Optional<SplitBase> opened(Candidate base, CancelToken cancel) throws InferenceException {
        try {
            SplitNetwork network = new SplitNetwork(
                    evaluator.form(base, cancel),
                    base,
                    evaluator.runner().inputs().output(),
                    cancel);
            return Optional.of(new SplitBase(evaluator, network, base, budget / 2, spare));
        } catch (IOException | InferenceException e) {
            cancel.throwIfCancelled();
            LOG.debug("a network cannot be cut", e);
            return Optional.empty();
        }
    }

    private void release() {
        SplitBase before = current;
        current = null;
        if (before != null) {
            before.release();
        }
    }

    @Override
    public void close() {
        release();
        new HashSet<>(bases.values()).forEach(base -> base.ifPresent(SplitBase::close));
        bases.clear();
        spare.clear();
    }
}
