package org.bitwright.runtime;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.NetworkCut;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.NativeIntegers;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network and keeps what flows through values in it, for as many samples as a budget of memory allows. Where that
 * would be too few to keep all cores busy, the largest values are not kept: what needs them computes them again from
 * smaller ones. Owns its session.
 */
final class Recorder implements AutoCloseable {
    /** Samples of a chunk, if there are as many: with fewer, what is done once a chunk begins to cost. */
    private static final int WANTED_SAMPLES = 256;

    /** Output values of one chunk, which are kept for every network. */
    private static final long MAX_OUTPUTS = 32_000_000;

    private final SplitNetwork network;
    private final BatchRunner runner;
    private final String output;
    private final long budget;
    private final SpareRoom spare;
    private final OutputShapes shapes = new OutputShapes();
    private final Map<String, ElementType> types = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private Set<String> exposed = Set.of();
    private Set<String> tensors = Set.of();
    private @Nullable Session session;

    /**
     * @param budget bytes that may be kept
     * @param spare where they are kept
     */
    Recorder(SplitNetwork network, BatchRunner runner, long budget, SpareRoom spare) {
        this.network = network;
        this.runner = runner;
        this.output = runner.inputs().output();
        this.budget = budget;
        this.spare = spare;
    }

    /** Element types of values that can be kept. */
    Map<String, ElementType> types(Set<String> values) {
        Map<String, ElementType> known = new HashMap<>(types);
        known.keySet().retainAll(values);
        return known;
    }

    /** Bytes of a value that was kept, for one sample. */
    long size(String value) {
        return sizes.getOrDefault(value, 0L);
    }

    /**
     * Runs samples from one on, at least one batch.
     *
     * @param wanted values that are to be kept
     * @param most number of samples at most
     * @param answers takes their outputs
     */
    Recording record(Set<String> wanted, int first, int most, Progress progress, CancelToken cancel)
            throws InferenceException {
        List<BatchRunner.Batch> batches =
                runner.batches(first, most, network.form().atOnce());
        Set<String> values = exposed(wanted, cancel);
        Recording recording = new Recording(values, spare);
        try {
            if (!sizes.keySet().containsAll(values) || !sizes.containsKey(output)) {
                run(recording, batches.subList(0, 1), new Progress(), cancel);
                learn(recording, batches.get(0));
            }
            Set<String> fitting = fitting(values, most);
            if (!fitting.equals(values)) {
                recording.close();
                recording = new Recording(exposed(fitting, cancel), spare);
            }
            recording.covers(batches.subList(0, number(batches, fitting)));
            Recording made = recording;
            run(made, made.batches().stream().filter(batch -> !made.has(batch)).toList(), progress, cancel);
            return made;
        } catch (InferenceException | RuntimeException e) {
            recording.close();
            throw e;
        }
    }

    private void run(Recording into, List<BatchRunner.Batch> batches, Progress progress, CancelToken cancel)
            throws InferenceException {
        Session running = session;
        if (running == null) {
            throw new IllegalStateException("nothing is exposed");
        }
        runner.forEach(running, batches, new Work(running, into), new Pace(runner.pace()), progress, cancel);
    }

    /** Runs batches and puts what they give into a recording. */
    private final class Work implements BatchRunner.BatchWork {
        private final Recording into;
        private final Set<String> inputs = new HashSet<>();
        private final List<String> outputs;

        Work(Session running, Recording into) {
            this.into = into;
            running.inputs().stream().map(Declared::name).forEach(inputs::add);
            Set<String> names = new HashSet<>(into.values());
            names.add(output);
            this.outputs = List.copyOf(names);
        }

        @Override
        public Request request(BatchRunner.Batch batch, RunRoom room) throws InferenceException {
            Map<String, Values> fed = runner.inputs().feed(batch.first(), batch.count(), room.input());
            fed.keySet().retainAll(inputs);
            int samples = runner.inputs().room(batch.count());
            Map<String, Values> kept = new HashMap<>();
            outputs.forEach(name -> shapes.of(name, samples).ifPresent(form -> kept.put(name, into.room(form))));
            return new Request(fed, outputs, kept);
        }

        @Override
        public void take(BatchRunner.Batch batch, Map<String, Values> given) {
            shapes.learn(runner.inputs().room(batch.count()), given);
            into.put(batch, given);
        }
    }

    private void learn(Recording recording, BatchRunner.Batch batch) {
        for (String name : recording.values()) {
            sizes.put(name, bytes(recording, batch, name));
        }
        sizes.put(output, bytes(recording, batch, output));
    }

    private static long bytes(Recording recording, BatchRunner.Batch batch, String name) {
        return recording.get(batch, name).bytes().remaining() / batch.count() + 1;
    }

    /** The smallest values, as many as leave room for enough samples. */
    private Set<String> fitting(Set<String> values, int most) {
        int enough = Math.min(most, Math.max(runner.threads() * runner.batch(), WANTED_SAMPLES));
        long left = budget / enough;
        Set<String> fitting = new HashSet<>();
        for (String value : values.stream()
                .sorted(Comparator.comparingLong(this::size).thenComparing(Comparator.naturalOrder()))
                .toList()) {
            left -= size(value);
            if (left >= 0) {
                fitting.add(value);
            }
        }
        return fitting;
    }

    private int number(List<BatchRunner.Batch> batches, Set<String> values) {
        long ofSample = values.stream().mapToLong(this::size).sum();
        long fitting = Math.min(budget / Math.max(1, ofSample), MAX_OUTPUTS * Float.BYTES / Math.max(1, size(output)));
        long samples = 0;
        int number = 0;
        for (BatchRunner.Batch batch : batches) {
            samples += batch.count();
            if (number > 0 && samples > fitting) {
                break;
            }
            number++;
        }
        return number;
    }

    /** Makes the session that gives these values, those that are tensors; gives those. */
    private Set<String> exposed(Set<String> wanted, CancelToken cancel) throws InferenceException {
        if (session != null && exposed.equals(wanted)) {
            return tensors;
        }
        close();
        List<String> values = List.copyOf(wanted);
        Session made = Sessions.asItIs(
                network.form().document(),
                () -> network.source(new NetworkCut(network.optimized(), output).exposing(values)),
                network.form().rounds(),
                cancel);
        session = made;
        Set<String> found = new HashSet<>();
        for (Declared declared : made.outputs()) {
            if (wanted.contains(declared.name()) && isFed(declared.type())) {
                types.put(declared.name(), declared.type());
                found.add(declared.name());
            }
        }
        exposed = Set.copyOf(wanted);
        tensors = Set.copyOf(found);
        return tensors;
    }

    private static boolean isFed(ElementType type) {
        return type.isWeight() || NativeIntegers.areFed(type);
    }

    @Override
    public void close() {
        Session made = session;
        session = null;
        if (made != null) {
            made.close();
        }
    }
}
