package org.bitwright.project;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.DataFit;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Which data the work is measured, calibrated and trained on. What was measured on other samples is dropped when they are
 * replaced. Thread-safe.
 */
final class DataSelection implements AutoCloseable {
    private final OnnxDocument document;
    private final Results results;
    private @Nullable EvaluationSet evaluation;
    private @Nullable EvaluationSet calibration;
    private int reserved;
    private final TrainingData training;

    DataSelection(OnnxDocument document, Results results) {
        this.document = document;
        this.results = results;
        training = new TrainingData(this);
    }

    /** What is trained on. */
    TrainingData training() {
        return training;
    }

    /** What is chosen at a moment. */
    record Present(Optional<EvaluationSet> evaluation, Optional<EvaluationSet> calibration, int reserved) {}

    synchronized Present present() {
        return new Present(evaluation(), calibration(), reserved);
    }

    synchronized Optional<EvaluationSet> evaluation() {
        return Optional.ofNullable(evaluation);
    }

    synchronized Optional<EvaluationSet> calibration() {
        return Optional.ofNullable(calibration);
    }

    /** Number of calibration samples that were taken from the start of the evaluation data. */
    synchronized int reserved() {
        return reserved;
    }

    EvaluationSet required() throws InferenceException {
        NoNetwork.refuse(document);
        return evaluation()
                .orElseThrow(() ->
                        new InferenceException(Phrase.of("There are no data to measure on. Open a data set first.")));
    }

    void useEvaluation(DataSource source) throws IOException {
        EvaluationSet next = set(source);
        synchronized (this) {
            replaceEvaluation(next);
            if (reserved > 0) {
                reserved = 0;
                replaceCalibration(null);
            }
        }
    }

    void useCalibration(DataSource source) throws IOException {
        EvaluationSet next = set(source);
        synchronized (this) {
            releaseReserved();
            replaceCalibration(next);
        }
        // Looks for labels now, so that whoever asks later need not wait.
        training.set();
    }

    synchronized void reserve(int samples) {
        EvaluationSet present = evaluation;
        if (present == null) {
            throw new IllegalStateException("calibration samples are taken from the data, and there are none");
        }
        EvaluationSet whole = unreserved(present);
        int size = whole.data().size();
        if (samples < 1 || samples >= size) {
            throw new RefusedException(Phrase.of(
                    "%s calibration samples cannot be taken from %s and leave some to measure on", samples, size));
        }
        replaceCalibration(part(whole, 0, samples));
        replaceEvaluation(part(whole, samples, size - samples));
        reserved = samples;
    }

    /** Keeps a result unless the data that it was measured on were replaced meanwhile. */
    synchronized void keep(EvaluationSet measuredOn, Runnable result) {
        if (evaluation != null && (evaluation == measuredOn || evaluation.hasSameSamplesAs(measuredOn))) {
            result.run();
        }
    }

    /** The same for a result that depends on calibration data too, where there were some. */
    synchronized void keep(EvaluationSet measuredOn, Optional<EvaluationSet> calibratedOn, Runnable result) {
        if (calibratedOn.isEmpty() || calibratedOn.get() == calibration) {
            keep(measuredOn, result);
        }
    }

    /** Reads data without using them. */
    Dataset read(DataSource source) throws IOException {
        NoNetwork.refuseFile(document);
        return DatasetReader.read(source, document.model().inputs());
    }

    /** What must be told before data can be used. */
    DataFit fit(DataSource source) throws IOException {
        NoNetwork.refuseFile(document);
        List<String> open = DatasetReader.openAxes(source, document.model().inputs());
        return open.isEmpty()
                ? DataFit.of(document.model(), read(source), source.preprocessing())
                : DataFit.ofOpenAxes(open);
    }

    /** Whether the evaluation data are read as the network wants them. */
    List<DataHint> hints(Progress progress, CancelToken cancel) throws InferenceException {
        try (EvaluationSet.Lease lease = required().lease()) {
            return lease.hints(progress, cancel);
        }
    }

    /** Reads data, without using them, as a set to run the network on. */
    EvaluationSet set(DataSource source) throws IOException {
        return new EvaluationSet(
                document,
                source,
                DatasetSlice.limited(read(source), source.limit().orElse(Integer.MAX_VALUE)));
    }

    private EvaluationSet part(EvaluationSet whole, int first, int count) {
        return new EvaluationSet(document, whole.source(), new DatasetSlice(whole.data(), first, count));
    }

    private void releaseReserved() {
        if (reserved > 0 && evaluation != null) {
            replaceEvaluation(unreserved(evaluation));
            reserved = 0;
        }
    }

    private EvaluationSet unreserved(EvaluationSet set) {
        return reserved > 0 && set.data() instanceof DatasetSlice slice
                ? new EvaluationSet(document, set.source(), slice.whole())
                : set;
    }

    private void replaceEvaluation(EvaluationSet next) {
        EvaluationSet before = evaluation;
        evaluation = next;
        if (before != null) {
            before.retire();
            if (!before.hasSameSamplesAs(next)) {
                results.clear();
            }
        }
    }

    private void replaceCalibration(@Nullable EvaluationSet next) {
        EvaluationSet before = calibration;
        calibration = next;
        if (before != null) {
            before.retire();
            if (next == null || !before.hasSameSamplesAs(next)) {
                results.dropCalibrated();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (evaluation != null) {
            evaluation.retire();
        }
        replaceCalibration(null);
    }
}
