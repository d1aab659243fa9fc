package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/** Runs a range of samples through a session in batches, several batches at a time on different threads. */
final class BatchRunner {
    /** Measured: from 32 to 100 samples are within noise of each other; at 500 activations leave the caches. */
    private static final int BATCH = 64;

    /** Values of one batch at most, so that large images do not fill the memory. */
    private static final int MAX_VALUES = 1 << 20;

    private final NetworkInputs inputs;
    private final int threads;
    private final int batch;

    BatchRunner(NetworkInputs inputs, int threads) {
        this.inputs = inputs;
        this.threads = threads;
        int free = Math.max(1, Math.min(BATCH, MAX_VALUES / Math.max(1, inputs.elements())));
        this.batch = inputs.batch() == 0 ? free : inputs.batch();
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

    /** Samples {@code first} … {@code first + count − 1}, which run together. */
    record Batch(int first, int count) {}

    /** Work on one batch. */
    @FunctionalInterface
    interface BatchWork {
        /** @param scratch of the calling thread */
        void run(Batch batch, NetworkInputs.Scratch scratch, Termination termination) throws InferenceException;
    }

    void run(PreparedNetwork network, int first, int count, Answers into, Progress progress, CancelToken cancel)
            throws InferenceException {
        forEach(
                batches(first, count, network.atOnce()),
                (part, scratch, termination) -> run(network, part, part.first - first, into, scratch, termination),
                progress,
                cancel);
    }

    /** Does some work on batches, on several threads. */
    void forEach(List<Batch> batches, BatchWork work, Progress progress, CancelToken cancel) throws InferenceException {
        int count = batches.stream().mapToInt(Batch::count).sum();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (Termination termination = new Termination(cancel)) {
            Parallel.forSlices(Math.min(threads, batches.size()), cancel, slice -> {
                NetworkInputs.Scratch scratch = new NetworkInputs.Scratch();
                for (int i = next.getAndIncrement();
                        i < batches.size() && failure.get() == null && !cancel.isCancelled();
                        i = next.getAndIncrement()) {
                    Batch part = batches.get(i);
                    try {
                        work.run(part, scratch, termination);
                    } catch (InferenceException | RuntimeException e) {
                        failure.compareAndSet(null, e);
                    }
                    progress.update(done.addAndGet(part.count), count);
                }
            });
        }
        cancel.throwIfCancelled();
        rethrow(failure.get());
    }

    private static void rethrow(@Nullable Throwable failure) throws InferenceException {
        if (failure instanceof InferenceException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
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

    private void run(
            PreparedNetwork network,
            Batch part,
            int at,
            Answers into,
            NetworkInputs.Scratch scratch,
            Termination termination)
            throws InferenceException {
        try (NetworkInputs.Feed feed = inputs.feed(part.first, part.count, scratch)) {
            Map<String, OnnxTensor> all = new HashMap<>(network.weights());
            all.putAll(feed.tensors());
            try (OrtSession.Result result =
                    network.session().run(all, Set.of(network.output()), termination.options())) {
                into.take(result.get(0), at, part.count, inputs.room(part.count), inputs.mask(part.first, part.count));
            }
        } catch (OrtException e) {
            throw termination.failure(e);
        }
    }
}
