package org.bitwright.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.ExposedValues;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.quant.EdgeTally;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Running;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what flows through values within a network, batch by batch, where the runtime holds it. Thread-safe. */
final class InnerValues {
    private static final Logger LOG = LoggerFactory.getLogger(InnerValues.class);

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
        private final OutputShapes shapes;

        Room() {
            this(new OutputShapes());
        }

        /** @param shapes that others learn from too */
        Room(OutputShapes shapes) {
            this.shapes = shapes;
        }

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
    Session session(Map<String, float[]> constants, Set<String> values, CancelToken cancel) throws InferenceException {
        Set<String> exposed = new HashSet<>(values);
        inputs.names().forEach(exposed::remove);
        try {
            OnnxDocument replaced = constants.isEmpty() ? document : SimulatedWeights.replace(document, constants);
            // Without inner values there is nothing to cut off, and a session needs an output.
            return Sessions.of(exposed.isEmpty() ? replaced : ExposedValues.of(replaced, exposed), cancel);
        } catch (IOException e) {
            throw new InferenceException(Phrase.of("The network cannot be prepared: %s", Phrase.toldBy(e)), e);
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
        fetch(session, first, count, values, new Room(), cancel, sink);
    }

    /** The same with a room. */
    void fetch(
            Session session, int first, int count, Set<String> values, Room room, CancelToken cancel, SingleSink sink)
            throws InferenceException {
        List<BatchRunner.Batch> batch = List.of(new BatchRunner.Batch(first, count));
        begin(session, batch, values, room, cancel).take((number, all) -> {
            for (String name : values) {
                sink.take(name, Objects.requireNonNull(all.get(name)));
            }
        });
    }

    /**
     * Begins to run some batches in one call. What is begun is to be taken or abandoned before the room is used again.
     *
     * @param session that gives the values, unless samples are fed as them
     * @param room of the calling thread and this session
     */
    Fetch begin(Session session, List<BatchRunner.Batch> batches, Set<String> values, Room room, CancelToken cancel)
            throws InferenceException {
        Set<String> inner = new HashSet<>(values);
        inputs.names().forEach(inner::remove);
        List<Map<String, Values>> fed = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            BatchRunner.Batch batch = batches.get(i);
            fed.add(inputs.feed(batch.first(), batch.count(), room.run(i).input()));
        }
        Running<List<Outcome>> running = inner.isEmpty()
                ? List::of
                : session.begin(requests(session, batches, fed, List.copyOf(inner), room), cancel);
        return new Fetch(batches, values, fed, room, running);
    }

    /**
     * Runs batches in one call and counts what they give where they run.
     *
     * @param into, done as {@link Session#count} takes them
     * @param room of the calling thread and this session
     */
    void count(
            Session session,
            List<SampleBlocks.Batch> batches,
            List<GatheredEdge> edges,
            Map<String, EdgeTally> into,
            Room room,
            IntConsumer done,
            CancelToken cancel)
            throws InferenceException {
        Set<String> wanted = new HashSet<>(into.keySet());
        session.inputs().stream().map(Declared::name).forEach(wanted::add);
        List<Counting.Run> runs = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            SampleBlocks.Batch batch = batches.get(i);
            Map<String, Values> fed = new HashMap<>(
                    inputs.feed(batch.first(), batch.count(), room.run(i).input()));
            fed.keySet().retainAll(wanted);
            runs.add(
                    new Counting.Run(fed, batch.first(), batch.count(), inputs.room(batch.count()), batch.endsRound()));
        }
        session.count(new Counting(edges, runs), into, done, cancel);
    }

    /** Batches that run in one call. */
    final class Fetch {
        private final List<BatchRunner.Batch> batches;
        private final Set<String> values;
        private final List<Map<String, Values>> fed;
        private final Room room;
        private final Running<List<Outcome>> running;

        private Fetch(
                List<BatchRunner.Batch> batches,
                Set<String> values,
                List<Map<String, Values>> fed,
                Room room,
                Running<List<Outcome>> running) {
            this.batches = batches;
            this.values = values;
            this.fed = fed;
            this.room = room;
            this.running = running;
        }

        /**
         * Waits for them and hands over their values, batch by batch.
         *
         * @return nanoseconds that the runs took
         */
        long take(Sink sink) throws InferenceException {
            List<Outcome> outcomes = running.take();
            long nanoseconds = 0;
            for (int i = 0; i < batches.size(); i++) {
                Map<String, Values> all = new HashMap<>(fed.get(i));
                if (!outcomes.isEmpty()) {
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

        /** Waits until nobody writes to the room any more, whatever came of it. */
        void abandon() {
            try {
                running.take();
            } catch (InferenceException | RuntimeException e) {
                LOG.debug("a call that nobody waits for failed too", e);
            }
        }
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
