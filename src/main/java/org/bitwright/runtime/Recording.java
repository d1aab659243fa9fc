package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What flowed through values of a network on a chunk of samples, batch by batch, in native memory, which it owns. */
final class Recording implements AutoCloseable {
    private final Set<String> values;
    private final List<BatchRunner.Batch> batches = new ArrayList<>();
    private final Map<Integer, OrtSession.Result> results = new ConcurrentHashMap<>();

    Recording(Set<String> values) {
        this.values = Set.copyOf(values);
    }

    Set<String> values() {
        return values;
    }

    List<BatchRunner.Batch> batches() {
        return batches;
    }

    void covers(List<BatchRunner.Batch> all) {
        batches.clear();
        batches.addAll(all);
    }

    int first() {
        return batches.get(0).first();
    }

    int count() {
        return batches.stream().mapToInt(BatchRunner.Batch::count).sum();
    }

    boolean has(BatchRunner.Batch batch) {
        return results.containsKey(batch.first());
    }

    void put(BatchRunner.Batch batch, OrtSession.Result result) {
        results.put(batch.first(), result);
    }

    /** A value, or the output; valid until this is closed. */
    OnnxValue get(BatchRunner.Batch batch, String name) {
        return Objects.requireNonNull(results.get(batch.first())).get(name).orElseThrow();
    }

    OnnxTensor tensor(BatchRunner.Batch batch, String name) throws InferenceException {
        if (get(batch, name) instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new InferenceException("The value '" + name + "' is a list or a map, not a tensor.");
    }

    @Override
    public void close() {
        results.values().forEach(OrtSession.Result::close);
        results.clear();
    }
}
