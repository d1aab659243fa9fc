package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Runs samples through a network and hands over what flows through values within it, batch by batch, so that memory
 * does not grow with the data. Every recording makes a session of its own that stops behind the last value asked for.
 * Batches run on all cores but are handed over one by one in their order: what is made of them does not depend on the
 * number of threads.
 */
public final class ActivationRecorder {
    private static final int BATCH = 32;

    /** Values of one batch of samples at most. */
    private static final int MAX_VALUES = 1 << 20;

    /** Values that are recorded from one batch at most, in all networks together: 32 MB. */
    private static final int MAX_RECORDED = 8 << 20;

    private final InnerValues inner;
    private final NetworkInputs inputs;
    private final int batch;

    private ActivationRecorder(InnerValues inner) {
        this.inner = inner;
        this.inputs = inner.inputs();
        int free = Math.max(1, Math.min(BATCH, MAX_VALUES / Math.max(1, inputs.elements())));
        this.batch = inputs.batch() == 0 ? free : inputs.batch();
    }

    /** Takes what was recorded. Called by one thread at a time, for one batch after the other. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param first number of the batch's first sample
         * @param values by name; the first axis of each counts the batch's samples
         */
        void take(int first, Activations values);
    }

    /** Takes what was recorded from several networks at once. */
    @FunctionalInterface
    public interface ComparingSink {
        /**
         * @param first number of the batch's first sample
         * @param values by name, for each network
         */
        void take(int first, List<Activations> values);
    }

    /**
     * Prepares recording.
     *
     * @throws InferenceException if network and data do not fit, in a user's words
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static ActivationRecorder open(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, CancelToken cancel)
            throws InferenceException {
        try (EvaluatedNetwork network = EvaluatedNetwork.of(document, data, preprocessing, 1, cancel)) {
            return new ActivationRecorder(
                    new InnerValues(network.document(), network.runner().inputs()));
        }
    }

    InnerValues inner() {
        return inner;
    }

    /** Samples of a batch at most; the number that the network takes where that is fixed. */
    int batch() {
        return batch;
    }

    /** Number of samples. */
    public int samples() {
        return inputs.size();
    }

    /**
     * Runs the first samples.
     *
     * @param constants new values of float constants by name, weights or not; others keep theirs
     * @param values names of what is recorded; each must keep the samples apart on its first axis
     * @param count number of samples from the start
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public void record(
            Map<String, float[]> constants,
            Set<String> values,
            int count,
            Sink sink,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        record(List.of(constants), values, count, (first, all) -> sink.take(first, all.get(0)), progress, cancel);
    }

    /**
     * Runs the first samples through networks that differ in their constants, each batch through all of them.
     *
     * @param networks the new constants of each, as above
     */
    public void record(
            List<Map<String, float[]>> networks,
            Set<String> values,
            int count,
            ComparingSink sink,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        List<Session> sessions = new ArrayList<>();
        try {
            for (Map<String, float[]> constants : networks) {
                sessions.add(inner.session(constants, values, cancel));
            }
            run(sessions, values, count, sink, progress, cancel);
        } finally {
            sessions.forEach(Session::close);
        }
    }

    private void run(
            List<Session> sessions,
            Set<String> values,
            int count,
            ComparingSink sink,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        int size = inputs.batch() == 0 ? batch(sessions, values, cancel) : batch;
        List<Integer> starts = starts(count, size);
        int together = Math.max(1, Parallel.threads());
        for (int at = 0; at < starts.size(); at += together) {
            cancel.throwIfCancelled();
            List<Integer> round = starts.subList(at, Math.min(starts.size(), at + together));
            List<List<Activations>> results = run(sessions, round, size, count, values, cancel);
            for (int i = 0; i < round.size(); i++) {
                sink.take(round.get(i), results.get(i));
            }
            progress.update(Math.min(count, round.get(round.size() - 1) + size), count);
        }
    }

    /** A batch whose recorded values fit their budget, worked out by running one sample. */
    private int batch(List<Session> sessions, Set<String> values, CancelToken cancel) throws InferenceException {
        if (sessions.isEmpty() || inputs.size() == 0) {
            return batch;
        }
        long ofSample = run(sessions.get(0), 0, 1, values, cancel).sampleSize();
        long fitting = MAX_RECORDED / Math.max(1, ofSample * sessions.size());
        return (int) Math.max(1, Math.min(batch, fitting));
    }

    /** Numbers of the first samples of the batches. */
    static List<Integer> starts(int count, int batch) {
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < count; at += size(at, count, batch)) {
            starts.add(at);
        }
        return starts;
    }

    /** Samples of the batch that starts there: batches do not cross blocks of samples. */
    static int size(int at, int count, int batch) {
        int blockEnd = (at / InputSamples.BLOCK + 1) * InputSamples.BLOCK;
        return Math.min(batch, Math.min(count, blockEnd) - at);
    }

    private List<List<Activations>> run(
            List<Session> sessions, List<Integer> starts, int batch, int count, Set<String> values, CancelToken cancel)
            throws InferenceException {
        List<List<Activations>> results = new ArrayList<>();
        starts.forEach(start -> results.add(new ArrayList<>()));
        AtomicReference<@Nullable InferenceException> failure = new AtomicReference<>();
        Parallel.forSlices(starts.size(), cancel, slice -> {
            int start = starts.get(slice);
            try {
                for (Session session : sessions) {
                    results.get(slice).add(run(session, start, size(start, count, batch), values, cancel));
                }
            } catch (InferenceException e) {
                failure.compareAndSet(null, e);
            }
        });
        InferenceException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return results;
    }

    private Activations run(Session session, int first, int count, Set<String> values, CancelToken cancel)
            throws InferenceException {
        int room = inputs.room(count);
        Map<String, Activation> recorded = new HashMap<>();
        inner.fetch(
                session,
                first,
                count,
                values,
                cancel,
                (name, found) -> recorded.put(name, activation(found, name, count, room)));
        return new Activations(recorded);
    }

    private static Activation activation(Values values, String name, int count, int room) throws InferenceException {
        long[] shape = values.shape().toArray();
        if (shape.length == 0 || shape[0] != room) {
            throw new InferenceException(Phrase.of(
                    "The value '%s' of shape %s does not have one row for each of %s samples.",
                    name, Arrays.toString(shape), room));
        }
        return new Activation(shape, OutputFloats.read(values, name)).first(count);
    }
}
