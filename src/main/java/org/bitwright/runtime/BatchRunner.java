package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Runs a range of samples through a session in batches, several batches at a time on different threads. Closed when
 * nothing is run any more.
 */
final class BatchRunner implements AutoCloseable {
    /** Measured: from 32 to 100 samples are within noise of each other; at 500 activations leave the caches. */
    private static final int BATCH = 64;

    /** Values of one batch at most, and of the batches of one call, so that large images do not fill the memory. */
    private static final int MAX_VALUES = 1 << 20;

    private final NetworkInputs inputs;
    private final int threads;
    private final int batch;
    private final Pace pace = new Pace();
    private final OutputShapes shapes = new OutputShapes();
    private final RunRooms rooms = new RunRooms();
    private final ShortPasses passes;

    BatchRunner(NetworkInputs inputs, int threads) {
        this.inputs = inputs;
        this.threads = threads;
        int free = Math.max(1, Math.min(BATCH, MAX_VALUES / Math.max(1, inputs.elements())));
        this.batch = inputs.batch() == 0 ? free : inputs.batch();
        this.passes = new ShortPasses(inputs, shapes, pace, threads);
    }

    NetworkInputs inputs() {
        return inputs;
    }

    /** Number of batches that run at a time. */
    int threads() {
        return threads;
    }

    /** Number of samples that run together. */
    int batch() {
        return batch;
    }

    /** So many samples, or as many as do not fill the memory. */
    int together(int samples) {
        return Math.max(batch, Math.min(samples, MAX_VALUES / Math.max(1, inputs.elements())));
    }

    /** Whether the network takes any number of samples at once. */
    boolean mayChoose() {
        return inputs.batch() == 0;
    }

    /** How long whole networks take, for parts of them to begin with. */
    Pace pace() {
        return pace;
    }

    /** Samples {@code first} … {@code first + count − 1}, which run together. */
    record Batch(int first, int count) {}

    /** Work on one batch after the other, from several threads. */
    interface BatchWork {
        /** What is run; {@code room} is its own until {@link #take} has returned. */
        Request request(Batch batch, RunRoom room) throws InferenceException;

        /** Takes what was asked for. */
        void take(Batch batch, Map<String, Values> outputs) throws InferenceException;
    }

    /** Runs samples and takes their answers. */
    void run(PreparedNetwork network, int first, int count, Answers into, Progress progress, CancelToken cancel)
            throws InferenceException {
        List<Batch> batches = batches(first, count, network.atOnce());
        ShortPasses.Taker taker =
                (part, output) -> answer(part, Map.of(inputs.output(), output), part.first - first, into);
        if (passes.run(network, batches, taker, cancel)) {
            progress.update(count, count);
            return;
        }
        BatchWork work = new BatchWork() {
            @Override
            public Request request(Batch part, RunRoom room) throws InferenceException {
                Map<String, Values> all = new HashMap<>(network.weights());
                all.putAll(inputs.feed(part.first, part.count, room.input()));
                return answered(all, part, room);
            }

            @Override
            public void take(Batch part, Map<String, Values> outputs) throws InferenceException {
                answer(part, outputs, part.first - first, into);
            }
        };
        forEach(network.session(), batches, work, pace, progress, cancel);
    }

    /** A request of the output that is read. */
    Request answered(Map<String, Values> fed, Batch batch, RunRoom room) {
        List<String> output = List.of(inputs.output());
        return new Request(fed, output, room.outputs().of(output, inputs.room(batch.count), shapes));
    }

    /**
     * Takes the output that is read.
     *
     * @param at position of the batch's first sample among all answers
     */
    void answer(Batch batch, Map<String, Values> outputs, int at, Answers into) throws InferenceException {
        int room = inputs.room(batch.count);
        shapes.learn(room, outputs);
        Values output = outputs.get(inputs.output());
        if (output != null) {
            into.take(output, at, batch.count, room, inputs.mask(batch.first, batch.count));
        }
    }

    /** Runs batches, on several threads. */
    void forEach(
            Session session, List<Batch> batches, BatchWork work, Pace known, Progress progress, CancelToken cancel)
            throws InferenceException {
        if (batches.isEmpty()) {
            return;
        }
        int most = MAX_VALUES / Math.max(1, inputs.elements() * batches.get(0).count);
        new BatchLoop(session::begin, batches, work, known, threads, Math.max(1, most)).run(rooms, progress, cancel);
    }

    /**
     * The batches in which samples run.
     *
     * @param atOnce samples that run together at most; 0 where that is for the runner to choose
     */
    List<Batch> batches(int first, int count, int atOnce) {
        int size = mayChoose() && atOnce > 0 ? atOnce : batch;
        List<Batch> batches = new ArrayList<>();
        for (int at = first; at < first + count; ) {
            int blockEnd = (at / InputSamples.BLOCK + 1) * InputSamples.BLOCK;
            int part = Math.min(size, Math.min(first + count, blockEnd) - at);
            batches.add(new Batch(at, part));
            at += part;
        }
        return batches;
    }

    /** Lets go of what was prepared for runs to come. */
    @Override
    public void close() {
        passes.close();
    }
}
