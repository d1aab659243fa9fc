package org.bitwright.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;

/**
 * A session of the part of a network that runs otherwise than its base. Owns it. Used by one thread.
 *
 * @param fed values of the base, and inputs of the network, that it takes
 * @param supplied constants that it takes besides, which each run overwrites
 * @param pace how long it takes
 */
record NetworkPart(Session session, Set<String> fed, Map<String, Values> supplied, Pace pace) implements AutoCloseable {

    /** @param supplied extents of the float constants that it takes */
    static NetworkPart of(Session session, Map<String, long[]> supplied, BatchRunner runner) {
        Set<String> fed = new HashSet<>();
        session.inputs().stream().map(Declared::name).forEach(fed::add);
        fed.removeAll(supplied.keySet());
        Map<String, Values> rooms = new HashMap<>();
        supplied.forEach((name, extents) -> {
            Shape shape = Shape.of(extents);
            int bytes = Math.toIntExact(ElementType.FLOAT32.bytesFor(shape.elements()));
            rooms.put(
                    name,
                    new Values(ElementType.FLOAT32, shape, Engines.current().room(bytes)));
        });
        return new NetworkPart(session, fed, rooms, new Pace(runner.pace()));
    }

    long suppliedBytes() {
        return supplied.values().stream()
                .mapToLong(values -> values.bytes().remaining())
                .sum();
    }

    /** Runs a chunk that was recorded. */
    void run(Recording recording, BatchRunner runner, Map<String, float[]> constants, Answers into, Task task)
            throws InferenceException {
        supplied.forEach(
                (name, values) -> ConstantValues.put(name, constants.getOrDefault(name, new float[0]), values));
        Work work = new Work(recording, runner, into);
        runner.forEach(session, recording.batches(), work, pace, task.progress(), task.cancel());
    }

    private final class Work implements BatchRunner.BatchWork {
        private final Recording recording;
        private final BatchRunner runner;
        private final Answers into;
        private final Set<String> recorded = new HashSet<>(fed);
        private final Set<String> sampled = new HashSet<>(fed);

        Work(Recording recording, BatchRunner runner, Answers into) {
            this.recording = recording;
            this.runner = runner;
            this.into = into;
            recorded.retainAll(recording.values());
            sampled.removeAll(recorded);
        }

        @Override
        public Request request(BatchRunner.Batch batch, RunRoom room) throws InferenceException {
            Map<String, Values> all = new HashMap<>(supplied);
            recorded.forEach(name -> all.put(name, recording.get(batch, name)));
            if (!sampled.isEmpty()) {
                runner.inputs().feed(batch.first(), batch.count(), room.input()).forEach((name, values) -> {
                    if (sampled.contains(name)) {
                        all.put(name, values);
                    }
                });
            }
            return runner.answered(all, batch, room);
        }

        @Override
        public void take(BatchRunner.Batch batch, Map<String, Values> outputs) throws InferenceException {
            runner.answer(batch, outputs, batch.first() - recording.first(), into);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
