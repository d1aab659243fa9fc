package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.StandingOrder;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;

/**
 * Passes that take so little time that what is done about each batch, and every word with the process that runs them,
 * would show: each is one standing order, whose outputs have memory of their own. Those of the last few ranges of samples
 * are kept. Thread-safe.
 */
final class ShortPasses implements AutoCloseable {
    /** Time in which nobody misses a word about how far it has come. */
    private static final double SHORT_NANOSECONDS = 0.1e9;

    /** Bytes of all outputs at most. */
    private static final long MOST_BYTES = 4 << 20;

    private static final int MOST_KEPT = 4;
    private static final int ALIGNMENT = 64;

    private final NetworkInputs inputs;
    private final OutputShapes shapes;
    private final Pace pace;
    private final int threads;
    private final Deque<Made> kept = new ArrayDeque<>();

    /** Set when no order could be made, for lack of shared memory: asking for it again and again takes long. */
    private volatile boolean refused;

    private boolean closed;

    /** @param pace of whole networks */
    ShortPasses(NetworkInputs inputs, OutputShapes shapes, Pace pace, int threads) {
        this.inputs = inputs;
        this.shapes = shapes;
        this.pace = pace;
        this.threads = threads;
    }

    /** An order for batches with some weights, and where its outputs lie. */
    private record Made(
            List<BatchRunner.Batch> batches, Map<String, Values> weights, List<Values> outputs, StandingOrder order) {
        boolean isOf(List<BatchRunner.Batch> wanted, Map<String, Values> fed) {
            return batches.equals(wanted)
                    && weights.keySet().equals(fed.keySet())
                    && fed.entrySet().stream().allMatch(entry -> weights.get(entry.getKey()) == entry.getValue());
        }

        void take(Taker taker) throws InferenceException {
            for (int i = 0; i < batches.size(); i++) {
                taker.take(batches.get(i), outputs.get(i));
            }
        }
    }

    /** Takes what a batch gave. */
    @FunctionalInterface
    interface Taker {
        void take(BatchRunner.Batch batch, Values output) throws InferenceException;
    }

    /**
     * Runs batches, if that is likely to take little time.
     *
     * @return whether it did; if not, or if a run failed, they are to be run in the ordinary way
     */
    boolean run(PreparedNetwork network, List<BatchRunner.Batch> batches, Taker taker, CancelToken cancel)
            throws InferenceException {
        int samples = batches.stream().mapToInt(BatchRunner.Batch::count).sum();
        if (refused || pace.nanoseconds(samples) > SHORT_NANOSECONDS * threads) {
            return false;
        }
        Optional<Made> found = taken(batches, network.weights());
        Optional<Made> made = found.isPresent() ? found : made(batches, network.weights());
        if (made.isEmpty()) {
            return false;
        }
        boolean whole = false;
        try {
            OptionalLong nanoseconds = made.get().order.run(network.session(), threads, cancel);
            if (nanoseconds.isPresent()) {
                pace.took(nanoseconds.getAsLong(), samples);
                made.get().take(taker);
                whole = true;
            }
        } finally {
            if (whole) {
                give(made.get());
            } else {
                made.get().order.close();
            }
        }
        return whole;
    }

    private synchronized Optional<Made> taken(List<BatchRunner.Batch> batches, Map<String, Values> weights) {
        for (Iterator<Made> each = kept.iterator(); each.hasNext(); ) {
            Made made = each.next();
            if (made.isOf(batches, weights)) {
                each.remove();
                return Optional.of(made);
            }
        }
        return Optional.empty();
    }

    private synchronized void give(Made made) {
        kept.addFirst(made);
        while (kept.size() > (closed ? 0 : MOST_KEPT)) {
            kept.removeLast().order.close();
        }
    }

    private Optional<Made> made(List<BatchRunner.Batch> batches, Map<String, Values> weights)
            throws InferenceException {
        Optional<List<Values>> outputs = outputs(batches);
        if (outputs.isEmpty()) {
            return Optional.empty();
        }
        String output = inputs.output();
        List<Request> requests = new ArrayList<>(batches.size());
        for (int i = 0; i < batches.size(); i++) {
            BatchRunner.Batch batch = batches.get(i);
            Map<String, Values> fed = new HashMap<>(weights);
            fed.putAll(inputs.feed(batch.first(), batch.count(), new NetworkInputs.Scratch()));
            requests.add(new Request(
                    fed, List.of(output), Map.of(output, outputs.get().get(i))));
        }
        Optional<StandingOrder> order = Engines.current().order(requests);
        refused = order.isEmpty();
        return order.map(made -> new Made(batches, weights, outputs.get(), made));
    }

    /** Memory for the output of every batch, in one piece; empty where it would be too much, or its size is unknown. */
    private Optional<List<Values>> outputs(List<BatchRunner.Batch> batches) {
        List<OutputShapes.Form> forms = new ArrayList<>(batches.size());
        long all = 0;
        for (BatchRunner.Batch batch : batches) {
            Optional<OutputShapes.Form> form = shapes.of(inputs.output(), batch.count());
            if (form.isEmpty() || !inputs.stay(batch.count())) {
                return Optional.empty();
            }
            forms.add(form.get());
            all += aligned(form.get().bytes());
        }
        if (all > MOST_BYTES) {
            return Optional.empty();
        }
        ByteBuffer room = Engines.current().room((int) all);
        List<Values> outputs = new ArrayList<>(batches.size());
        int at = 0;
        for (OutputShapes.Form form : forms) {
            ByteBuffer own = room.slice(at, (int) form.bytes()).order(room.order());
            outputs.add(new Values(form.type(), form.shape(), own));
            at += (int) aligned(form.bytes());
        }
        return Optional.of(outputs);
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    @Override
    public synchronized void close() {
        closed = true;
        kept.forEach(made -> made.order.close());
        kept.clear();
    }
}
