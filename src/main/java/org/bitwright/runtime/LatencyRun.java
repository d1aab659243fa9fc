package org.bitwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.OutputBuffers;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Measures two networks in turns, some runs of one and then as many of the other, so that what else the machine does
 * meets both alike. Each is warmed up first; making sessions and inputs is not measured, nor the way to the process that
 * runs them.
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
    private final Progress progress;
    private final CancelToken cancel;

    private LatencyRun(double seconds, Progress progress, CancelToken cancel) {
        this.seconds = seconds;
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
        OptimizedGraph graph = Optimization.of(written, cancel);
        List<BatchLatency> measured = new ArrayList<>();
        try (Measured first = Measured.open(floating, data, preprocessing, threads, cancel);
                Measured second = Measured.open(written, data, preprocessing, threads, cancel)) {
            LatencyRun run = new LatencyRun(seconds, progress, cancel);
            List<Integer> sizes = sizes(first.inputs(), batches);
            for (int i = 0; i < sizes.size(); i++) {
                measured.add(run.measure(first, second, sizes.get(i), i, sizes.size()));
            }
        }
        Optional<Boolean> vnni = Processor.vnni();
        String runtime = Engines.current().runtime();
        return new LatencyComparison(runtime, threads, measured, graph, vnni, Slowing.of(graph, vnni, measured));
    }

    /** A network in a session of its own, with its names for inputs and output. */
    private record Measured(NetworkInputs inputs, Session session) implements AutoCloseable {

        static Measured open(
                OnnxDocument document, Dataset data, Preprocessing preprocessing, int threads, CancelToken cancel)
                throws InferenceException {
            NetworkInputs inputs = NetworkInputs.of(document.model(), data, preprocessing);
            return new Measured(inputs, Sessions.deployed(document, threads, cancel));
        }

        @Override
        public void close() {
            session.close();
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
        Turns first = new Turns(floating, count);
        Turns second = new Turns(written, count);
        double once = Math.max(first.warmUp(), second.warmUp());
        int runs = (int) Math.max(1, Math.min(MOST_RUNS, TURN_SECONDS / once));
        int turns = (int) Math.max(LEAST_TURNS, Math.min(MOST_TURNS, seconds / (2 * runs * once)));
        double[] ofFloating = new double[turns * runs];
        double[] ofWritten = new double[turns * runs];
        for (int turn = 0; turn < turns; turn++) {
            first.run(ofFloating, turn * runs, runs);
            second.run(ofWritten, turn * runs, runs);
            progress.update((long) done * turns + turn + 1, (long) all * turns);
        }
        return new BatchLatency(batch, Latency.of(ofFloating), Latency.of(ofWritten));
    }

    /** Runs of one network on the first samples. */
    private final class Turns {
        private final Measured network;
        private final int samples;
        private final Map<String, Values> fed;
        private final OutputShapes shapes = new OutputShapes();
        private final OutputBuffers buffers =
                new OutputBuffers(bytes -> Engines.current().room(bytes));

        Turns(Measured network, int count) throws InferenceException {
            this.network = network;
            this.samples = network.inputs().room(count);
            this.fed = network.inputs().feed(0, count, new NetworkInputs.Scratch());
        }

        /** Seconds of the median run. */
        double warmUp() throws InferenceException {
            double[] times = new double[WARM_UP];
            for (int i = 0; i < WARM_UP; i++) {
                run(times, i, 1);
            }
            Arrays.sort(times);
            return times[WARM_UP / 2];
        }

        void run(double[] into, int at, int runs) throws InferenceException {
            List<String> output = List.of(network.inputs().output());
            Request request = new Request(fed, output, buffers.of(output, samples, shapes));
            List<Outcome> outcomes = network.session().run(Collections.nCopies(runs, request), cancel);
            shapes.learn(samples, outcomes.get(0).outputs());
            for (int i = 0; i < runs; i++) {
                into[at + i] = outcomes.get(i).nanoseconds() * 1e-9;
            }
        }
    }
}
