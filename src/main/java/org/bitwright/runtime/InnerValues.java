package org.bitwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bitwright.onnx.ExposedValues;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;

/** Fetches what flows through values within a network, batch by batch, where the runtime holds it. Thread-safe. */
final class InnerValues {
    private final OnnxDocument document;
    private final NetworkInputs inputs;

    InnerValues(OnnxDocument document, NetworkInputs inputs) {
        this.document = document;
        this.inputs = inputs;
    }

    /** Takes what was asked for of a batch, which is valid as long as the call lasts. */
    @FunctionalInterface
    interface Sink {
        /** @param number of the batch among those that ran together */
        void take(int number, Map<String, Values> values) throws InferenceException;
    }

    /** What one thread uses again and again for runs of one session. */
    static final class Room {
        private final List<RunRoom> runs = new ArrayList<>();
        private final OutputShapes shapes = new OutputShapes();

        private RunRoom run(int number) {
            while (runs.size() <= number) {
                runs.add(new RunRoom());
            }
            return runs.get(number);
        }
    }

    OnnxDocument document() {
        return document;
    }

    NetworkInputs inputs() {
        return inputs;
    }

    /** A session that stops behind the last of some values; the caller closes it. */
    Session session(Map<String, float[]> constants, Set<String> values, CancelToken cancel)
            throws InferenceException {
        Set<String> exposed = new HashSet<>(values);
        inputs.names().forEach(exposed::remove);
        try {
            OnnxDocument replaced = constants.isEmpty() ? document : SimulatedWeights.replace(document, constants);
            // Without inner values there is nothing to cut off, and a session needs an output.
            return Sessions.of(exposed.isEmpty() ? replaced : ExposedValues.of(replaced, exposed), cancel);
        } catch (IOException e) {
            throw new InferenceException("The network cannot be prepared: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the network itself on the first samples.
     *
     * @throws InferenceException if it fails, whatever is fetched from it
     */
    void check(Map<String, float[]> constants, CancelToken cancel) throws InferenceException {
        try (Session session = session(constants, Set.of(), cancel)) {
            int count = ActivationRecorder.size(0, inputs.size(), Math.max(1, inputs.batch()));
            fetch(session, 0, count, Set.of(inputs.output()), cancel, (name, values) -> {});
        }
    }

    /** Takes a value of a single batch. */
    @FunctionalInterface
    interface SingleSink {
        void take(String name, Values values) throws InferenceException;
    }

    /** Runs a single batch and hands over each value. */
    void fetch(Session session, int first, int count, Set<String> values, CancelToken cancel, SingleSink sink)
            throws InferenceException {
        List<BatchRunner.Batch> batch = List.of(new BatchRunner.Batch(first, count));
        fetch(session, batch, values, new Room(), cancel, (number, all) -> {
            for (String name : values) {
                sink.take(name, Objects.requireNonNull(all.get(name)));
            }
        });
    }

    /**
     * Runs some batches in one call and hands over their values, batch by batch.
     *
     * @param session that gives the values, unless samples are fed as them
     * @param room of the calling thread and this session
     * @return nanoseconds that the runs took
     */
    long fetch(
            Session session,
            List<BatchRunner.Batch> batches,
            Set<String> values,
            Room room,
            CancelToken cancel,
            Sink sink)
            throws InferenceException {
        Set<String> inner = new HashSet<>(values);
        inputs.names().forEach(inner::remove);
        List<Map<String, Values>> fed = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            BatchRunner.Batch batch = batches.get(i);
            fed.add(inputs.feed(batch.first(), batch.count(), room.run(i).input()));
        }
        List<Outcome> outcomes = inner.isEmpty()
                ? List.of()
                : session.run(requests(session, batches, fed, List.copyOf(inner), room), cancel);
        long nanoseconds = 0;
        for (int i = 0; i < batches.size(); i++) {
            Map<String, Values> all = new HashMap<>(fed.get(i));
            if (!inner.isEmpty()) {
                Outcome outcome = outcomes.get(i);
                nanoseconds += outcome.nanoseconds();
                room.shapes.learn(inputs.room(batches.get(i).count()), outcome.outputs());
                all.putAll(outcome.outputs());
            }
            all.keySet().retainAll(values);
            sink.take(i, all);
        }
        return nanoseconds;
    }

    private List<Request> requests(
            Session session,
            List<BatchRunner.Batch> batches,
            List<Map<String, Values>> fed,
            List<String> inner,
            Room room) {
        // A network that stops early may have lost inputs.
        Set<String> needed = new HashSet<>();
        session.inputs().stream().map(Declared::name).forEach(needed::add);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            Map<String, Values> taken = new HashMap<>(fed.get(i));
            taken.keySet().retainAll(needed);
            int samples = inputs.room(batches.get(i).count());
            requests.add(new Request(taken, inner, room.run(i).outputs().of(inner, samples, room.shapes)));
        }
        return requests;
    }
}
