package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.SessionSource;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.LocalOrder;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one line in the child process, until the line is closed. */
final class Desk implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Office office;
    private final SocketChannel channel;
    private final Incoming in = new Incoming();
    private final RequestReader reader;
    private final Outgoing out = new Outgoing();
    private final CountDesk counts;

    /** Something that is done with a session. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Session session, CancelToken cancel) throws InferenceException;
    }

    Desk(Office office, SocketChannel channel) {
        this.office = office;
        this.channel = channel;
        this.reader = new RequestReader(in, office.segments());
        this.counts = new CountDesk(office, channel, in, out);
    }

    @Override
    public void run() {
        try (channel) {
            while (true) {
                answer(in.receive(channel));
                out.send(channel);
            }
        } catch (IOException e) {
            LOG.debug("a line has ended", e);
        }
    }

    @SuppressWarnings("IllegalCatch")
    private void answer(Word word) throws IOException {
        try {
            switch (word) {
                case NAME -> out.begin(Word.NAMED).put(office.engine().runtime());
                case OPEN -> open();
                case RUN -> runRequests();
                case COUNT -> countRuns();
                case JOIN -> joinRound();
                default -> throw new ProtocolException(word + " is no request");
            }
        } catch (InferenceException e) {
            out.begin(Word.FAILED).put(e.told());
        } catch (CancellationException e) {
            out.begin(Word.CANCELLED);
        } catch (OutOfMemoryError e) {
            out.begin(Word.FAILED).put(Phrase.of("Running the network failed: there is not enough memory."));
        } catch (LinkageError e) {
            LOG.debug("the runtime is not there", e);
            out.begin(Word.FAILED).put(cannotBeLoaded(e));
        } catch (RuntimeException e) {
            out.begin(Word.MISUSED).put(String.valueOf(e.getMessage()));
        }
    }

    /** Its libraries are unpacked when it is first used. */
    private static Phrase cannotBeLoaded(LinkageError e) {
        return Phrase.of(
                "What runs networks cannot be loaded: %s. Its libraries are unpacked to '%s', where some 100 MB must be free.",
                Phrase.toldBy(e), System.getProperty("java.io.tmpdir"));
    }

    private void open() throws IOException, InferenceException {
        long call = in.getLong();
        long number = in.getLong();
        Place place = in.getPlace();
        ByteBuffer model = office.segments().at(place, in.getInt());
        String folder = in.getText();
        SessionOptions options = options();
        Map<String, Values> initializers = initializers();
        SessionSource source =
                new SessionSource(new byte[0], folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)));
        CancelToken cancel = office.calls().begin(call);
        try {
            cancel.throwIfCancelled();
            Session session = office.engine().open(model, new Ingredients("", source, options, initializers));
            if (cancel.isCancelled()) {
                session.close();
                throw new CancellationException("cancelled");
            }
            office.add(number, session);
            out.begin(Word.OPENED);
            put(session.inputs());
            put(session.outputs());
        } finally {
            office.calls().end(call);
        }
    }

    private SessionOptions options() throws ProtocolException {
        int threads = in.getInt();
        boolean optimizes = in.getByte() != 0;
        Map<String, String> entries = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            entries.put(in.getText(), in.getText());
        }
        String file = in.getText();
        return new SessionOptions(
                threads, optimizes, entries, file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)));
    }

    private Map<String, Values> initializers() throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            numbers.put(in.getText(), in.getInt());
        }
        List<Values> values = reader.values();
        Map<String, Values> initializers = new HashMap<>();
        numbers.forEach((name, number) -> initializers.put(name, values.get(number)));
        return initializers;
    }

    private void put(List<Declared> declared) {
        out.put(declared.size());
        for (Declared each : declared) {
            out.put(each.name()).put((byte) each.type().ordinal());
            out.put((byte) each.extents().size());
            each.extents().forEach(out::put);
        }
    }

    private void runRequests() throws IOException, InferenceException {
        long call = in.getLong();
        OpenSession session = office.session(in.getLong());
        List<Request> requests = reader.requests();
        answer(requests, run(call, session, (used, cancel) -> used.run(requests, cancel)));
    }

    private void countRuns() throws IOException, InferenceException {
        long call = in.getLong();
        OpenSession session = office.session(in.getLong());
        Counting counting = reader.counting();
        counts.answer(
                counting,
                run(call, session, (used, cancel) -> counts.counted(counting, session, used, cancel)),
                session);
    }

    private void joinRound() throws IOException, InferenceException {
        long call = in.getLong();
        OpenSession session = office.session(in.getLong());
        long number = in.getLong();
        long round = in.getLong();
        LocalOrder order = order(number, in.getByte() != 0);
        OptionalLong nanoseconds = run(call, session, (used, cancel) -> order.join(round, used, cancel));
        if (nanoseconds.isPresent()) {
            out.begin(Word.DONE).put(nanoseconds.getAsLong());
        } else {
            out.begin(Word.FAILED);
        }
    }

    /** @param isTold whether the message tells what it is */
    private LocalOrder order(long number, boolean isTold) throws IOException, InferenceException {
        Optional<LocalOrder> known = office.order(number);
        if (known.isPresent()) {
            return known.get();
        }
        if (!isTold) {
            throw new IllegalArgumentException("the order is not known");
        }
        return office.added(number, office.engine().orderHere(reader.requests()));
    }

    private <T> T run(long call, OpenSession session, Work<T> work) throws InferenceException {
        Session used = session.use();
        CancelToken cancel = office.calls().begin(call);
        try {
            return inPlace(used, work, cancel);
        } finally {
            office.calls().end(call);
            session.release();
        }
    }

    private <T> T inPlace(Session session, Work<T> work, CancelToken cancel) throws InferenceException {
        office.places().take(cancel);
        try {
            return work.with(session, cancel);
        } finally {
            office.places().giveBack();
        }
    }

    private void answer(List<Request> requests, List<Outcome> outcomes) throws IOException {
        List<Values> held = new ArrayList<>();
        out.begin(Word.DONE);
        for (int i = 0; i < outcomes.size(); i++) {
            out.put(outcomes.get(i).nanoseconds());
            for (String name : requests.get(i).outputs()) {
                Values given = outcomes.get(i).outputs().get(name);
                if (given == null) {
                    throw new IllegalArgumentException("the network has no output '" + name + "'");
                }
                if (given == requests.get(i).into().get(name)) {
                    out.put((byte) 1);
                } else {
                    out.put((byte) 0).put(given.type(), given.shape());
                    held.add(given);
                }
            }
        }
        if (!held.isEmpty()) {
            out.call(Word.HOLDS).send(channel);
            place(held);
        }
    }

    private void place(List<Values> held) throws IOException {
        if (in.receive(channel) != Word.PLACE || in.getCount() != held.size()) {
            throw new ProtocolException("the places of " + held.size() + " outputs were to come");
        }
        for (Values each : held) {
            ByteBuffer from = each.bytes().duplicate();
            office.segments().at(in.getPlace(), from.remaining()).put(from);
        }
        out.begin(Word.PLACED);
    }
}
