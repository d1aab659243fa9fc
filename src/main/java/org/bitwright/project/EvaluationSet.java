package org.bitwright.project;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.DataSplit;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Evaluation data together with the evaluator that runs the network on them and the float network's answers. Used under
 * a lease, so that data which are replaced during a measurement are closed after it.
 */
final class EvaluationSet {
    private static final long MAX_KEPT_OUTPUTS = 32_000_000;

    /** Batches do not cross blocks, so that a part is run in the same batches as the whole. */
    private static final int BLOCK = 512;

    private final OnnxDocument document;
    private final DataSource source;
    private final Dataset data;
    private final Object opening = new Object();
    private volatile @Nullable CandidateEvaluator evaluator;
    private volatile @Nullable Evaluation floatRun;
    private volatile int kept = -1;
    private volatile @Nullable List<DataHint> hints;
    private final Map<DataPart, EvaluationSet> parts = new EnumMap<>(DataPart.class);
    private int leases;
    private boolean retired;

    EvaluationSet(OnnxDocument document, DataSource source, Dataset data) {
        this.document = document;
        this.source = source;
        this.data = data;
    }

    DataSource source() {
        return source;
    }

    Dataset data() {
        return data;
    }

    /** Whether what was measured on one holds for the other. */
    boolean hasSameSamplesAs(EvaluationSet other) {
        return data.digest().equals(other.data.digest())
                && data.size() == other.data.size()
                && firstSample() == other.firstSample()
                && source.preprocessing().equals(other.source.preprocessing())
                && source.images().equals(other.source.images())
                && source.labelColumn().equals(other.source.labelColumn());
    }

    private int firstSample() {
        int first = 0;
        for (Dataset part = data; part instanceof DatasetSlice slice; part = slice.whole()) {
            first += slice.first();
        }
        return first;
    }

    /**
     * The samples of one part, with an evaluator of their own.
     *
     * @throws InferenceException if there are too few samples for two halves
     */
    synchronized EvaluationSet part(DataPart part) throws InferenceException {
        if (part == DataPart.ALL) {
            return this;
        }
        EvaluationSet known = parts.get(part);
        if (known == null) {
            int[] positions = DataSplit.of(data.size()).indexes(part);
            if (positions.length == 0) {
                throw new InferenceException(Phrase.of(
                        "One half of the data serves to choose, the other to report: %s samples have no %s half.",
                        data.size(), part.id()));
            }
            known = new EvaluationSet(document, source, new ChosenSamples(data, positions));
            if (retired) {
                known.retire();
            }
            parts.put(part, known);
        }
        return known;
    }

    /** The right to use the evaluator until it is closed. */
    Lease lease() throws InferenceException {
        synchronized (this) {
            if (retired) {
                throw new InferenceException(Phrase.of("The data were replaced before the measurement began."));
            }
            leases++;
        }
        return new Lease();
    }

    /** Closes the evaluator as soon as nobody uses it. */
    synchronized void retire() {
        retired = true;
        parts.values().forEach(EvaluationSet::retire);
        closeIfUnused();
    }

    private synchronized void release() {
        leases--;
        closeIfUnused();
    }

    private void closeIfUnused() {
        CandidateEvaluator unused = evaluator;
        if (retired && leases == 0 && unused != null) {
            unused.close();
            evaluator = null;
        }
    }

    /** Opening measures and takes a while: nobody who asks for the data waits for it. */
    private CandidateEvaluator opened(CancelToken cancel) throws InferenceException {
        synchronized (opening) {
            CandidateEvaluator open = evaluator;
            if (open == null) {
                open = CandidateEvaluator.open(document, data, source.preprocessing(), cancel);
                evaluator = open;
            }
            return open;
        }
    }

    /** Accuracy of the float network on the first samples, if it has run. */
    Optional<Accuracy> floatAccuracy(int samples) {
        Evaluation run = floatRun;
        if (run == null || data.labels().isEmpty()) {
            return Optional.empty();
        }
        int[] labels = data.labels().get();
        int counted = Math.min(samples, run.samples());
        long correct = IntStream.range(0, counted)
                .filter(i -> run.predictions()[i] == labels[i])
                .count();
        return Optional.of(new Accuracy(correct, counted));
    }

    /** Number of samples, from the first on, whose outputs fit in memory well: all of them, or whole blocks. */
    private int keptOutputs(CancelToken cancel) throws InferenceException {
        int known = kept;
        if (known < 0) {
            Evaluation one = opened(cancel).evaluate(Candidate.unchanged(), 0, 1, true, new Progress(), cancel);
            long fitting = MAX_KEPT_OUTPUTS / Math.max(1, one.outputs().length);
            known = (int) (fitting >= data.size() ? data.size() : fitting < BLOCK ? fitting : fitting / BLOCK * BLOCK);
            kept = known;
        }
        return known;
    }

    /** What was found out about how the data are read; empty until {@link Lease#hints} ran. */
    List<DataHint> knownHints() {
        List<DataHint> known = hints;
        return known == null ? List.of() : known;
    }

    /** Used by one thread. */
    final class Lease implements AutoCloseable {
        private Lease() {}

        CandidateEvaluator evaluator(CancelToken cancel) throws InferenceException {
            return opened(cancel);
        }

        /** The float network on all samples; run once. */
        Evaluation floatRun(Progress progress, CancelToken cancel) throws InferenceException {
            Evaluation known = floatRun;
            if (known == null) {
                known = run(Candidate.unchanged(), progress, cancel);
                floatRun = known;
            }
            return known;
        }

        /** Whether the data are read as the network wants them; looked into once. */
        List<DataHint> hints(Progress progress, CancelToken cancel) throws InferenceException {
            List<DataHint> known = hints;
            if (known == null) {
                known = DataHints.of(document, source, data, opened(cancel), progress, cancel);
                hints = known;
            }
            return known;
        }

        Evaluation run(Candidate candidate, Progress progress, CancelToken cancel) throws InferenceException {
            return run(candidate, data.size(), progress, cancel);
        }

        /** On the first samples alone. */
        Evaluation run(Candidate candidate, int samples, Progress progress, CancelToken cancel)
                throws InferenceException {
            int keep = Math.min(samples, keptOutputs(cancel));
            int rest = samples - keep;
            if (keep == 0 || rest == 0) {
                return opened(cancel).evaluate(candidate, 0, samples, keep > 0, progress, cancel);
            }
            double share = (double) keep / samples;
            return opened(cancel)
                    .evaluate(candidate, 0, keep, true, progress.part(0, share), cancel)
                    .followedBy(opened(cancel).evaluate(candidate, keep, rest, false, progress.part(share, 1), cancel));
        }

        @Override
        public void close() {
            release();
        }
    }
}
