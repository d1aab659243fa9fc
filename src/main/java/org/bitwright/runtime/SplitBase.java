package org.bitwright.runtime;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.NetworkCut;
import org.bitwright.onnx.OptimizedNetwork;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A base of trials: its recording of a chunk of samples, and the parts of it that run for trials. A part whose changing
 * constants may be inputs serves all trials that change them, and is kept as long as memory allows; others are made for
 * each trial. Owns native memory.
 */
final class SplitBase implements AutoCloseable {
    /** The values within a part are as large as those it is fed, some of them are there at a time, and freed room stays. */
    private static final int ROOM_FACTOR = 8;

    private final CandidateEvaluator evaluator;
    private final SplitNetwork network;
    private final Candidate candidate;
    private final Recorder recorder;
    private final String output;
    private final Map<Set<String>, Kept> parts = new HashMap<>();
    private final Set<Set<String>> trusted = new HashSet<>();
    private long room;
    private boolean isTrusted;
    private @Nullable Recording recording;
    private @Nullable Evaluation answers;

    /**
     * @param budget bytes for the recording, and for parts that are kept
     * @param spare where recordings are kept
     */
    SplitBase(CandidateEvaluator evaluator, SplitNetwork network, Candidate candidate, long budget, SpareRoom spare) {
        this.evaluator = evaluator;
        this.network = network;
        this.candidate = candidate;
        this.recorder = new Recorder(network, evaluator.runner(), budget, spare);
        this.output = evaluator.runner().inputs().output();
        this.room = budget;
    }

    /** @param room bytes of native memory that it is thought to take */
    private record Kept(NetworkPart part, long room) {}

    Candidate candidate() {
        return candidate;
    }

    boolean isTrusted() {
        return isTrusted;
    }

    void trust() {
        isTrusted = true;
    }

    /** Whether a trial of these constants was compared with the whole network. */
    boolean isTrusted(Set<String> changed) {
        return trusted.contains(changed);
    }

    void trust(Set<String> changed) {
        trusted.add(changed);
    }

    void giveUp(Set<String> changed) {
        network.giveUp(changed);
        Kept kept = parts.remove(changed);
        if (kept != null) {
            room += kept.room;
            kept.part.close();
        }
    }

    /** Runs samples from one on, as many as fit, and keeps what trials of these changes take. */
    Evaluation record(Collection<Set<String>> changes, int first, int most, Progress progress, CancelToken cancel)
            throws InferenceException {
        release();
        NetworkCut cut = new NetworkCut(network.optimized(), output);
        Set<String> wanted = new HashSet<>();
        for (Set<String> change : changes) {
            cancel.throwIfCancelled();
            network.change(change, cancel).ifPresent(found -> wanted.addAll(cut.before(found.operators())));
        }
        wanted.removeAll(network.optimized().inputs());
        long start = System.nanoTime();
        Recording made = recorder.record(wanted, first, most, progress, cancel);
        recording = made;
        Answers taken = evaluator.answers(made.count(), true);
        for (BatchRunner.Batch batch : made.batches()) {
            evaluator.runner().answer(batch, made.all(batch), batch.first() - first, taken);
        }
        Evaluation evaluation = evaluator.evaluation(first, taken, (System.nanoTime() - start) * 1e-9);
        answers = evaluation;
        return evaluation;
    }

    /** Runs a trial on what was recorded; empty where only the whole network can tell. */
    Optional<Evaluation> run(LayerTrials.Trial trial, Task task) throws IOException, InferenceException {
        Recording recorded = recording;
        Evaluation base = answers;
        Optional<SplitNetwork.Change> change = network.change(trial.changed(), task.cancel());
        if (change.isEmpty() || recorded == null || base == null) {
            return Optional.empty();
        }
        if (change.get().operators().isEmpty()) {
            return Optional.of(base);
        }
        long start = System.nanoTime();
        Map<String, float[]> values =
                network.complete(trial.changed(), trial.values().make(task.cancel()));
        Answers taken = evaluator.answers(recorded.count(), true);
        if (change.get().mayBeInputs(network.optimized())) {
            NetworkPart part = part(trial.changed(), change.get(), recorded, task.cancel());
            try {
                part.run(recorded, evaluator.runner(), placed(change.get(), values), taken, task);
            } finally {
                keep(trial.changed(), part, recorded);
            }
        } else {
            Optional<NetworkPart> made = made(change.get(), values, recorded, task.cancel());
            if (made.isEmpty()) {
                return Optional.empty();
            }
            try (NetworkPart part = made.get()) {
                part.run(recorded, evaluator.runner(), Map.of(), taken, task);
            }
        }
        return Optional.of(evaluator.evaluation(recorded.first(), taken, (System.nanoTime() - start) * 1e-9));
    }

    private static Map<String, float[]> placed(SplitNetwork.Change change, Map<String, float[]> values) {
        Map<String, float[]> placed = new HashMap<>();
        change.placed().orElseThrow().forEach((constant, placement) -> placed.put(constant, placement.of(values)));
        return placed;
    }

    /** The part whose changing constants are inputs. */
    private NetworkPart part(Set<String> changed, SplitNetwork.Change change, Recording recorded, CancelToken cancel)
            throws InferenceException {
        Kept kept = parts.remove(changed);
        if (kept != null) {
            room += kept.room;
            if (isFed(kept.part, recorded)) {
                return kept.part;
            }
            kept.part.close();
        }
        Map<String, long[]> supplied = new HashMap<>();
        change.placed()
                .orElseThrow()
                .keySet()
                .forEach(constant -> supplied.put(constant, network.optimized().extents(constant)));
        return opened(network.optimized(), change.operators(), supplied, Map.of(), recorded, cancel);
    }

    private boolean isFed(NetworkPart part, Recording recorded) {
        Set<String> missing = new HashSet<>(part.fed());
        missing.removeAll(recorded.values());
        missing.removeAll(network.optimized().inputs());
        return missing.isEmpty();
    }

    private void keep(Set<String> changed, NetworkPart part, Recording recorded) {
        long needed = room(part, recorded);
        if (needed <= room) {
            room -= needed;
            parts.put(changed, new Kept(part, needed));
        } else {
            part.close();
        }
    }

    private long room(NetworkPart part, Recording recorded) {
        BatchRunner runner = evaluator.runner();
        long largest = part.fed().stream().mapToLong(recorder::size).max().orElse(0);
        return part.suppliedBytes()
                + ROOM_FACTOR
                        * Math.max(largest, Float.BYTES * (long) runner.inputs().elements())
                        * runner.batch()
                        * Math.min(runner.threads(), recorded.batches().size());
    }

    /** The part of a network with other constants; empty where those make it another one. */
    private Optional<NetworkPart> made(
            SplitNetwork.Change change, Map<String, float[]> values, Recording recorded, CancelToken cancel)
            throws IOException, InferenceException {
        if (change.placed().isPresent()) {
            return Optional.of(opened(
                    network.optimized(), change.operators(), Map.of(), placed(change, values), recorded, cancel));
        }
        Optional<OptimizedNetwork> other = network.like(network.with(values, cancel), change.operators());
        return other.isEmpty()
                ? Optional.empty()
                : Optional.of(opened(other.get(), change.operators(), Map.of(), Map.of(), recorded, cancel));
    }

    private NetworkPart opened(
            OptimizedNetwork whole,
            Set<Integer> operators,
            Map<String, long[]> supplied,
            Map<String, float[]> values,
            Recording recorded,
            CancelToken cancel)
            throws InferenceException {
        Map<String, ElementType> known = recorder.types(recorded.values());
        Session session = Sessions.asItIs(
                network.form().document(),
                () -> network.source(new NetworkCut(whole, output)
                        .part(operators, known, supplied.keySet(), values)
                        .model()),
                network.form().rounds(),
                cancel);
        return NetworkPart.of(session, supplied, evaluator.runner());
    }

    /** Gives up what was recorded. */
    void release() {
        Recording before = recording;
        recording = null;
        answers = null;
        if (before != null) {
            before.close();
        }
    }

    @Override
    public void close() {
        release();
        parts.values().forEach(kept -> kept.part.close());
        parts.clear();
        recorder.close();
    }
}
