package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Values;

/** What flowed through values of a network on a chunk of samples, batch by batch, in memory that it owns. */
final class Recording implements AutoCloseable {
    private final Set<String> values;
    private final SpareRoom spare;
    private final List<BatchRunner.Batch> batches = new ArrayList<>();
    private final Map<Integer, Map<String, Values>> results = new ConcurrentHashMap<>();
    private final Queue<ByteBuffer> taken = new ConcurrentLinkedQueue<>();

    /** @param spare where its memory comes from, and goes when it is closed */
    Recording(Set<String> values, SpareRoom spare) {
        this.values = Set.copyOf(values);
        this.spare = spare;
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

    /** Memory for a value, which is this recording's. */
    Values room(OutputShapes.Form form) {
        ByteBuffer room = spare.take(Math.toIntExact(form.bytes()));
        taken.add(room);
        return new Values(form.type(), form.shape(), room);
    }

    void put(BatchRunner.Batch batch, Map<String, Values> outputs) {
        results.put(batch.first(), outputs);
    }

    /** A value, or the output; valid until this is closed. */
    Values get(BatchRunner.Batch batch, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(results.get(batch.first())).get(name));
    }

    Map<String, Values> all(BatchRunner.Batch batch) {
        return Objects.requireNonNull(results.get(batch.first()));
    }

    @Override
    public void close() {
        results.clear();
        taken.forEach(spare::give);
        taken.clear();
    }
}
