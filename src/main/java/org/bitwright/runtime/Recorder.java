package org.bitwright.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.NetworkCut;
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
    private final Map<String, ElementType> types = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private Set<String> exposed = Set.of();
    private @Nullable OrtSession session;

    /** @param budget bytes that may be kept */
    Recorder(SplitNetwork network, BatchRunner runner, long budget) {
        this.network = network;
        this.runner = runner;
        this.output = runner.inputs().output();
        this.budget = budget;
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
        Set<String> values = exposed(wanted);
        Recording recording = new Recording(values);
        try {
            if (!sizes.keySet().containsAll(values) || !sizes.containsKey(output)) {
                run(recording, batches.subList(0, 1), new Progress(), cancel);
                learn(recording, batches.get(0));
            }
            Set<String> fitting = fitting(values, most);
            if (!fitting.equals(values)) {
                recording.close();
                recording = new Recording(exposed(fitting));
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
        OrtSession running = session;
        if (running == null) {
            throw new IllegalStateException("nothing is exposed");
        }
        Set<String> names = new HashSet<>(into.values());
        names.add(output);
        runner.forEach(
                batches,
                (batch, scratch, termination) -> {
                    try (NetworkInputs.Feed feed = runner.inputs().feed(batch.first(), batch.count(), scratch)) {
                        Map<String, OnnxTensor> fed = new HashMap<>(feed.tensors());
                        fed.keySet().retainAll(running.getInputNames());
                        into.put(batch, running.run(fed, names, termination.options()));
                    } catch (OrtException e) {
                        throw termination.failure(e);
                    }
                },
                progress,
                cancel);
    }

    private void learn(Recording recording, BatchRunner.Batch batch) {
        for (String name : recording.values()) {
            sizes.put(name, bytes(recording, batch, name));
        }
        sizes.put(output, bytes(recording, batch, output));
    }

    private static long bytes(Recording recording, BatchRunner.Batch batch, String name) {
        if (!(recording.get(batch, name) instanceof OnnxTensor tensor)) {
            return 0;
        }
        TensorInfo info = tensor.getInfo();
        return info.getNumElements() * Math.max(1, info.type.size) / batch.count() + 1;
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
    private Set<String> exposed(Set<String> wanted) throws InferenceException {
        if (session != null && exposed.equals(wanted)) {
            return wanted;
        }
        close();
        List<String> values = new ArrayList<>(wanted);
        OrtSession made = Sessions.asItIs(
                network.source(new NetworkCut(network.optimized(), output).exposing(values)),
                network.form().rounds());
        session = made;
        Set<String> tensors = new HashSet<>();
        try {
            for (Map.Entry<String, NodeInfo> entry : made.getOutputInfo().entrySet()) {
                if (entry.getValue().getInfo() instanceof TensorInfo info && wanted.contains(entry.getKey())) {
                    Optional<ElementType> type = type(info);
                    type.ifPresent(known -> types.put(entry.getKey(), known));
                    type.ifPresent(known -> tensors.add(entry.getKey()));
                }
            }
        } catch (OrtException e) {
            throw OrtFailure.of("Preparing the network", e);
        }
        exposed = Set.copyOf(wanted);
        return tensors;
    }

    /** Of what can be fed again. */
    private static Optional<ElementType> type(TensorInfo info) {
        return switch (info.type) {
            case FLOAT -> Optional.of(ElementType.FLOAT32);
            case DOUBLE -> Optional.of(ElementType.FLOAT64);
            case FLOAT16 -> Optional.of(ElementType.FLOAT16);
            case BFLOAT16 -> Optional.of(ElementType.BFLOAT16);
            case INT64 -> Optional.of(ElementType.INT64);
            case INT32 -> Optional.of(ElementType.INT32);
            case INT16 -> Optional.of(ElementType.INT16);
            case INT8 -> Optional.of(ElementType.INT8);
            case UINT8 -> Optional.of(ElementType.UINT8);
            case BOOL -> Optional.of(ElementType.BOOL);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        OrtSession made = session;
        session = null;
        if (made != null) {
            Sessions.close(made);
        }
    }
}
