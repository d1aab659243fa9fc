package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.EdgeTally;
import org.bitwright.quant.TallyMemory;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;

/** Gathers the statistics of activations in as many passes as memory asks for. Used once. */
final class StatisticsCollection {
    /** Bytes of a value on its way, in each of two calls: one runs while the other is counted. */
    private static final int BYTES_A_FETCHED_VALUE = 2 * Float.BYTES;

    /** What is shown to be done when the first passes are: others may follow, for what a Relu does not tell. */
    private static final double SHARE_OF_FIRST = 0.95;

    /** A batch is made smaller where one activation of it takes more than this share of the budget. */
    private static final int LEAST_BATCHES_AT_A_TIME = 4;

    /**
     * Some 4 MB of a run in each thread: what it gives is still in the caches when it is counted. For the residual network
     * those are 8 samples; with half or twice as many all takes some 1.1 times as long.
     */
    private static final long CACHED_VALUES = 1 << 20;

    /** Values that batches of one call give together: more leave the second cache before they are counted. */
    private static final long TOGETHER = 1 << 18;

    /** Bytes of inputs that lie ready for a call of each thread at most. */
    private static final long MOST_FED = 32L << 20;

    private final ActivationRecorder recorder;
    private final NetworkInputs inputs;
    private final Map<String, float[]> constants;
    private final Map<String, OptionalInt> edges;
    private final int samples;
    private final long budget;
    private final Progress progress;
    private final CancelToken cancel;
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    /** Bytes of a tally, by activation. */
    private final Map<String, Long> tallies = new HashMap<>();

    private final OutputShapes shapes = new OutputShapes();

    StatisticsCollection(
            ActivationRecorder recorder,
            Map<String, float[]> constants,
            Map<String, OptionalInt> edges,
            int samples,
            long budget,
            Progress progress,
            CancelToken cancel) {
        this.recorder = recorder;
        this.inputs = recorder.inner().inputs();
        this.constants = constants;
        this.edges = edges;
        this.samples = samples;
        this.budget = budget;
        this.progress = progress;
        this.cancel = cancel;
    }

    ActivationStatistics run() throws InferenceException {
        Map<String, EdgeStatistics> found = new LinkedHashMap<>();
        if (samples > 0) {
            findSizes(new ArrayList<>(edges.keySet()));
        }
        Map<String, String> rectified =
                GatheredEdge.rectified(recorder.inner().document().model(), sizes.keySet());
        double share = rectified.isEmpty() ? 1 : SHARE_OF_FIRST;
        run(passes(sizes.keySet(), rectified), progress.part(0, share), found);
        Set<String> left = new LinkedHashSet<>(sizes.keySet());
        left.removeAll(found.keySet());
        run(passes(left, Map.of()), progress.part(share, 1), found);
        progress.update(1, 1);
        Map<String, EdgeStatistics> ordered = new LinkedHashMap<>();
        for (Map.Entry<String, OptionalInt> edge : edges.entrySet()) {
            String name = edge.getKey();
            EdgeStatistics statistics = found.get(name);
            if (statistics != null) {
                ordered.put(name, statistics);
            } else if (samples == 0) {
                ordered.put(name, new EdgeTally(name, edge.getValue()).statistics());
            }
        }
        return new ActivationStatistics(samples, ordered, missing);
    }

    private void run(List<List<GatheredEdge>> passes, Progress shown, Map<String, EdgeStatistics> found)
            throws InferenceException {
        Done done = new Done((long) samples * passes.size(), shown);
        for (List<GatheredEdge> pass : passes) {
            cancel.throwIfCancelled();
            run(pass, done::add, found);
        }
    }

    /** Adds up the samples that all threads are done with, so that what is shown never goes back. */
    private static final class Done {
        private final long all;
        private final Progress shown;
        private long done;

        Done(long all, Progress shown) {
            this.all = all;
            this.shown = shown;
        }

        synchronized void add(int samples) {
            done += samples;
            shown.update(done, all);
        }
    }

    private void run(List<GatheredEdge> pass, StatisticsPass.Done done, Map<String, EdgeStatistics> found)
            throws InferenceException {
        Session session = recorder.inner().session(constants, GatheredEdge.fetched(pass), cancel);
        SampleBlocks blocks = new SampleBlocks(samples, batch(), roundsOfBlock());
        long values = GatheredEdge.fetched(pass).stream()
                .mapToLong(name -> sizes.getOrDefault(name, 0L))
                .sum();
        int together = (int) Math.max(1, TOGETHER / Math.max(1, values * batch()));
        try (StatisticsPass running = new StatisticsPass(
                recorder.inner(), session, pass, blocks, together, spare(pass), isFedAtOnce(), shapes, cancel)) {
            running.run(done).forEach((name, tally) -> {
                if (tally.isComplete()) {
                    found.put(name, tally.statistics());
                }
            });
        }
    }

    /** Rounds whose inputs may lie ready together. */
    private int roundsOfBlock() {
        return (int) Math.max(1, MOST_FED / roundBytes());
    }

    private boolean isFedAtOnce() {
        return roundBytes() <= MOST_FED;
    }

    private long roundBytes() {
        int round = Math.max(SampleBlocks.ROUND, inputs.batch());
        return Math.max(1, (long) round * inputs.elements() * Float.BYTES);
    }

    /** Bytes of a value: where it is counted at once it is there once. */
    private int valueBytes() {
        return isFedAtOnce() ? Float.BYTES : BYTES_A_FETCHED_VALUE;
    }

    /** Tallies of a thread: one where values are counted, and one that takes over what that has counted. */
    private int talliesOfThread() {
        return isFedAtOnce() ? 2 : 1;
    }

    private long tallyBytes(String name) {
        return tallies.getOrDefault(name, 0L);
    }

    /** How many tallies of the pass fit what it leaves of the budget: one for each thread are enough. */
    private int spare(List<GatheredEdge> pass) {
        long values = GatheredEdge.fetched(pass).stream()
                .mapToLong(name -> sizes.getOrDefault(name, 0L) * batch() * valueBytes())
                .sum();
        long once = pass.stream().mapToLong(edge -> tallyBytes(edge.name())).sum();
        long left = budget - Parallel.threads() * (values + talliesOfThread() * once);
        return (int) Math.max(0, Math.min(Parallel.threads(), left / Math.max(1, once)));
    }

    /** Runs two samples to learn how many values each activation gives; those that give none that count are set aside. */
    private void findSizes(List<String> names) throws InferenceException {
        cancel.throwIfCancelled();
        if (names.isEmpty()) {
            return;
        }
        try {
            sizes.putAll(sizes(names));
        } catch (InferenceException | IllegalArgumentException e) {
            if (missing.isEmpty()) {
                recorder.inner().check(constants, cancel);
            }
            if (names.size() == 1) {
                missing.put(names.get(0), String.valueOf(e.getMessage()));
                return;
            }
            findSizes(names.subList(0, names.size() / 2));
            findSizes(names.subList(names.size() / 2, names.size()));
        }
    }

    private Map<String, Long> sizes(Collection<String> names) throws InferenceException {
        Map<String, Long> found = new LinkedHashMap<>();
        Set<String> values = new LinkedHashSet<>(names);
        try (Session session = recorder.inner().session(constants, values, cancel)) {
            // With two, a first axis of that extent is one of samples: one of extent 1 might be anything.
            int count = ActivationRecorder.size(0, samples, inputs.batch() == 0 ? 2 : inputs.batch());
            InnerValues.Room room = new InnerValues.Room(shapes);
            recorder.inner().fetch(session, 0, count, values, room, cancel, (name, seen) -> {
                OutputFloats.check(seen, name);
                found.put(name, seen.shape().elements() / Math.max(1, inputs.room(count)));
                tallies.put(name, TallyMemory.of(axis(name), seen.shape().toArray()));
            });
        }
        return found;
    }

    /**
     * Samples of a batch: fewer than usual where the activations of one would leave the caches before they are counted,
     * or one activation would not fit the budget.
     */
    private int batch() {
        int batch = recorder.batch();
        long all = sizes.values().stream().mapToLong(Long::longValue).sum();
        while (inputs.batch() == 0 && batch > 1 && all * batch > CACHED_VALUES) {
            batch /= 2;
        }
        long largest = sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        while (inputs.batch() == 0 && batch > 1 && largest * batch * valueBytes() > budget / LEAST_BATCHES_AT_A_TIME) {
            batch /= 2;
        }
        return batch;
    }

    /**
     * The activations of each pass, in the order in which they were asked for.
     *
     * @param rectified those that are gathered with the activation that they are made of
     */
    private List<List<GatheredEdge>> passes(Set<String> names, Map<String, String> rectified) {
        Map<String, String> made = new HashMap<>();
        rectified.forEach((output, source) -> made.put(source, output));
        List<List<GatheredEdge>> passes = new ArrayList<>();
        List<GatheredEdge> pass = new ArrayList<>();
        long bytes = 0;
        for (String name : edges.keySet()) {
            if (!names.contains(name) || rectified.containsKey(name)) {
                continue;
            }
            Optional<String> output = Optional.ofNullable(made.get(name));
            long values = sizes.getOrDefault(name, 0L) * batch() * valueBytes();
            long once = tallyBytes(name) + output.map(this::tallyBytes).orElse(0L);
            long needed = Parallel.threads() * (values + talliesOfThread() * once);
            if (!pass.isEmpty() && bytes + needed > budget) {
                passes.add(pass);
                pass = new ArrayList<>();
                bytes = 0;
            }
            pass.add(GatheredEdge.alone(name, axis(name)));
            if (output.isPresent()) {
                pass.add(new GatheredEdge(output.get(), axis(output.get()), Optional.of(name)));
            }
            bytes += needed;
        }
        if (!pass.isEmpty()) {
            passes.add(pass);
        }
        return passes;
    }

    private OptionalInt axis(String name) {
        return edges.getOrDefault(name, OptionalInt.empty());
    }
}
