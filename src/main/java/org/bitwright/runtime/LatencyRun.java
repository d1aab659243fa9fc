package org.bitwright.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Measures two networks in turns, some runs of one and then as many of the other, so that what else the machine does
 * meets both alike. Each is warmed up first; making sessions and inputs is not measured.
 */
public final class LatencyRun {
    /** One sample, as a device that answers at once; and a batch, as a server. */
    public static final List<Integer> BATCHES = List.of(1, 32);

    private static final int WARM_UP = 10;
    private static final int LEAST_TURNS = 5;
    private static final int MOST_TURNS = 400;
    private static final int MOST_RUNS = 50;
    private static final double TURN_SECONDS = 0.01;

    private final double seconds;
    private final Termination termination;
    private final Progress progress;
    private final CancelToken cancel;

    private LatencyRun(double seconds, Termination termination, Progress progress, CancelToken cancel) {
        this.seconds = seconds;
        this.termination = termination;
        this.progress = progress;
        this.cancel = cancel;
    }

    /**
     * Compares a written network with the float one, both with the first samples of a data set.
     *
     * @param threads within an operator
     * @param batches numbers of samples a run; those that the network or the data do not have are left out
     * @param seconds that measuring one batch size may take, roughly
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public static LatencyComparison compare(
            OnnxDocument floating,
            OnnxDocument written,
            Dataset data,
            Preprocessing preprocessing,
            int threads,
            List<Integer> batches,
            double seconds,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        OptimizedGraph graph = Optimization.of(written);
        List<BatchLatency> measured = new ArrayList<>();
        try (Measured first = Measured.open(floating, data, preprocessing, threads);
                Measured second = Measured.open(written, data, preprocessing, threads);
                Termination termination = new Termination(cancel)) {
            LatencyRun run = new LatencyRun(seconds, termination, progress, cancel);
            List<Integer> sizes = sizes(first.inputs(), batches);
            for (int i = 0; i < sizes.size(); i++) {
                measured.add(run.measure(first, second, sizes.get(i), i, sizes.size()));
            }
        }
        Optional<Boolean> vnni = Processor.vnni();
        String runtime = "ONNX Runtime " + Sessions.environment().getVersion();
        return new LatencyComparison(runtime, threads, measured, graph, vnni, Slowing.of(graph, vnni, measured));
    }

    /** A network in a session of its own, with its names for inputs and output. */
    private record Measured(NetworkInputs inputs, OrtSession session) implements AutoCloseable {

        static Measured open(OnnxDocument document, Dataset data, Preprocessing preprocessing, int threads)
                throws InferenceException {
            NetworkInputs inputs = NetworkInputs.of(document.model(), data, preprocessing);
            return new Measured(inputs, Sessions.deployed(document, threads));
        }

        @Override
        public void close() {
            Sessions.close(session);
        }
    }

    private static List<Integer> sizes(NetworkInputs inputs, List<Integer> batches) {
        if (inputs.batch() != 0) {
            return List.of(inputs.batch());
        }
        return batches.stream()
                .map(batch -> Math.min(batch, inputs.size()))
                .distinct()
                .sorted()
                .toList();
    }

    private BatchLatency measure(Measured floating, Measured written, int batch, int done, int all)
            throws InferenceException {
        int count = Math.min(batch, floating.inputs().size());
        try (NetworkInputs.Feed first = floating.inputs().feed(0, count, new NetworkInputs.Scratch());
                NetworkInputs.Feed second = written.inputs().feed(0, count, new NetworkInputs.Scratch())) {
            double once = Math.max(warmUp(floating, first), warmUp(written, second));
            int runs = (int) Math.max(1, Math.min(MOST_RUNS, TURN_SECONDS / once));
            int turns = (int) Math.max(LEAST_TURNS, Math.min(MOST_TURNS, seconds / (2 * runs * once)));
            double[] ofFloating = new double[turns * runs];
            double[] ofWritten = new double[turns * runs];
            for (int turn = 0; turn < turns; turn++) {
                run(floating, first, ofFloating, turn * runs, runs);
                run(written, second, ofWritten, turn * runs, runs);
                progress.update((long) done * turns + turn + 1, (long) all * turns);
            }
            return new BatchLatency(batch, Latency.of(ofFloating), Latency.of(ofWritten));
        } catch (OrtException e) {
            throw termination.failure(e);
        }
    }

    /** Seconds of the median run. */
    private double warmUp(Measured network, NetworkInputs.Feed feed) throws OrtException {
        double[] times = new double[WARM_UP];
        run(network, feed, times, 0, WARM_UP);
        Arrays.sort(times);
        return times[WARM_UP / 2];
    }

    private void run(Measured network, NetworkInputs.Feed feed, double[] into, int at, int runs) throws OrtException {
        Set<String> output = Set.of(network.inputs().output());
        for (int i = at; i < at + runs; i++) {
            cancel.throwIfCancelled();
            long start = System.nanoTime();
            network.session().run(feed.tensors(), output, termination.options()).close();
            into[i] = (System.nanoTime() - start) * 1e-9;
        }
    }
}
