package org.bitwright.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/**
 * What flowed through the activations of a network while samples ran. Immutable.
 *
 * @param samples number of samples that ran
 * @param edges by name, in the order in which they were asked for
 * @param missing the others, with the reason in a user's words
 */
public record ActivationStatistics(int samples, Map<String, EdgeStatistics> edges, Map<String, String> missing) {
    /** Memory for values that are on their way, and for what is counted: a pass takes as many activations as fit. */
    public static final long DEFAULT_BUDGET = 512L << 20;

    /** Each thread counts for itself: where there are more, the same network would take more passes. */
    private static final int THREADS_OF_DEFAULT = 4;

    /** Of the heap, of the program and of the process that counts. */
    private static final int SHARE_OF_HEAP = 4;

    public ActivationStatistics {
        edges = Collections.unmodifiableMap(new LinkedHashMap<>(edges));
        missing = Collections.unmodifiableMap(new LinkedHashMap<>(missing));
    }

    /** The budget for this machine: {@link #DEFAULT_BUDGET}, and in proportion more where many threads have the memory. */
    public static long budget() {
        return budget(Parallel.threads(), Runtime.getRuntime().maxMemory());
    }

    static long budget(int threads, long heap) {
        long inProportion = DEFAULT_BUDGET / THREADS_OF_DEFAULT * threads;
        return Math.max(DEFAULT_BUDGET, Math.min(inProportion, heap / SHARE_OF_HEAP));
    }

    public Optional<EdgeStatistics> edge(String name) {
        return Optional.ofNullable(edges.get(name));
    }

    /**
     * Runs the first samples and gathers what flows through activations, in as many passes over the samples as the budget
     * asks for. What is gathered depends neither on the number of threads nor, as long as a batch fits, on the budget.
     * Shapes may change from run to run. Where the network takes a fixed number of samples and the last batch is not
     * full, values of that batch count only if their first axis keeps the samples apart.
     *
     * @param constants new values of float constants by name, weights or not; others keep theirs
     * @param edges names with the axis of the channels, −1 for the last
     * @param samples number of samples from the start
     * @param budget bytes; one activation a pass is the least
     * @throws InferenceException if network and data do not fit or the network fails, in a user's words; an activation
     *     that cannot be recorded is {@link #missing} instead
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set, within a second
     */
    public static ActivationStatistics collect(
            OnnxDocument document,
            Dataset data,
            Preprocessing preprocessing,
            Map<String, float[]> constants,
            Map<String, OptionalInt> edges,
            int samples,
            long budget,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        ActivationRecorder recorder = ActivationRecorder.open(document, data, preprocessing, cancel);
        int count = Math.min(samples, recorder.samples());
        return new StatisticsCollection(recorder, constants, edges, count, budget, progress, cancel).run();
    }
}
