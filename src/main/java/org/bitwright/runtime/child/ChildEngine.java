package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.Incident;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.StandingOrder;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Daemon;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs networks in a child process. When it dies, the calls that were under way are made once more in a new one, one
 * after the other, so that the one to blame is found and the others are not. Where no process can be started at all,
 * networks run in this one.
 */
public final class ChildEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(ChildEngine.class);

    private final Patience patience;
    private final Supplier<Engine> here;
    private final SharedMemory memory;
    private final @Nullable Workplace workplace;
    private final Attempts attempts;
    private final Incidents incidents = new Incidents();
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong orders = new AtomicLong();

    private volatile @Nullable Child child;
    private volatile @Nullable Engine instead;
    private volatile boolean closed;
    private boolean everStarted;

    /**
     * Begins to start a process in the background.
     *
     * @param here makes the engine that is used where no process can be started
     * @param listener is told of every incident, on any thread
     */
    public ChildEngine(Supplier<Engine> here, Consumer<Incident> listener) {
        this(here, listener, Patience.USUAL);
    }

    ChildEngine(Supplier<Engine> here, Consumer<Incident> listener, Patience patience) {
        this(here, listener, patience, Workplace::create, SegmentFile::create);
    }

    /** Makes the folders of the program. */
    @FunctionalInterface
    interface WorkplaceMaker {
        Workplace create() throws IOException;
    }

    ChildEngine(
            Supplier<Engine> here,
            Consumer<Incident> listener,
            Patience patience,
            WorkplaceMaker places,
            SharedMemory.SegmentMaker segments) {
        incidents.onIncident(listener);
        this.here = here;
        this.patience = patience;
        this.attempts = new Attempts(this::current, () -> closed);
        Workplace place = null;
        try {
            place = places.create();
        } catch (IOException e) {
            LOG.debug("no folders for a process", e);
            useHere(e);
        }
        workplace = place;
        memory = new SharedMemory(
                place == null ? List.of() : place.forMemory(), segments, this::forgotten, this::unmapForgotten);
        if (place != null) {
            Daemon.start("inference-start", this::startAhead);
        }
    }

    private void startAhead() {
        try {
            current();
        } catch (InferenceException | CancellationException | ChildGone e) {
            LOG.debug("no process was started ahead", e);
        }
    }

    @Override
    public Session open(Recipe recipe, CancelToken cancel) throws InferenceException {
        Ingredients first = ChildSession.ingredients(recipe);
        cancel.throwIfCancelled();
        Engine other = instead();
        return other != null ? other.open(recipe, cancel) : new ChildSession(this, recipe, first, cancel);
    }

    /** The engine in this process where it has to serve. */
    private @Nullable Engine instead() throws InferenceException {
        if (instead == null && child == null) {
            startAhead();
        }
        return instead;
    }

    /** Memory of this process where none can be shared: what lies there is copied for a call, a part of it at a time. */
    @Override
    public ByteBuffer room(int bytes) {
        Engine other = instead;
        if (other != null) {
            return other.room(bytes);
        }
        try {
            return memory.room(bytes);
        } catch (SharedMemoryFull e) {
            LOG.debug("no room to share", e);
            return LocalEngine.aligned(bytes);
        }
    }

    @Override
    public Optional<StandingOrder> order(List<Request> requests) throws InferenceException {
        Engine other = instead;
        if (other != null) {
            return other.order(requests);
        }
        return ChildOrder.isPossible(memory, requests)
                ? Optional.of(new ChildOrder(memory, orders.incrementAndGet(), requests))
                : Optional.empty();
    }

    @Override
    public Path folder() throws IOException {
        if (closed) {
            throw new CancellationException("the program ends");
        }
        if (workplace != null) {
            return workplace.forFiles();
        }
        Engine other = instead;
        if (other == null) {
            throw new ToldException(Phrase.of("there is no folder for files"));
        }
        return other.folder();
    }

    @Override
    public String runtime() {
        try {
            Engine other = instead();
            return other != null
                    ? other.runtime()
                    : attempts.make(
                            "",
                            CancelToken.none(),
                            (there, isLast) -> there.call("", isLast, CancelToken.none(), new NameExchange()));
        } catch (InferenceException e) {
            LOG.debug("what runs networks could not be asked", e);
            return "ONNX Runtime";
        }
    }

    /** How work is done in the process. */
    Attempts attempts() {
        return attempts;
    }

    SharedMemory memory() {
        return memory;
    }

    long nextSession() {
        return sessions.incrementAndGet();
    }

    /** The process that lives, or a new one. */
    private Child current() throws InferenceException, ChildGone {
        Child there = child;
        return there != null && there.isAlive() ? there : started();
    }

    private synchronized Child started() throws InferenceException, ChildGone {
        Child there = child;
        if (there != null && there.isAlive()) {
            return there;
        }
        if (closed || workplace == null || instead != null) {
            throw new CancellationException("networks are not run in another process any more");
        }
        try {
            Child made = Child.start(workplace, memory, patience, this::mourn);
            child = made;
            everStarted = true;
            return made;
        } catch (IOException e) {
            LOG.debug("no process could be started", e);
            if (everStarted) {
                throw new InferenceException(
                        Phrase.of("The process that runs networks cannot be started again: %s", Phrase.toldBy(e)), e);
            }
            useHere(e);
            throw new InferenceException(
                    Phrase.of("No process that runs networks can be started: %s", Phrase.toldBy(e)), e);
        }
    }

    private void useHere(IOException reason) {
        instead = here.get();
        incidents.report(new Incident(Instant.now(), Incident.Kind.NOT_STARTED, "", Phrase.toldBy(reason), true));
    }

    private void mourn(Child who, Death death, List<Call> calls) {
        if (death.isMeant() || closed || who != child) {
            return;
        }
        String doing = calls.stream()
                .filter(call -> death.isHarm() || call.isCancelled())
                .map(Call::network)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        boolean goesOn = !death.isHarm() || calls.stream().noneMatch(Call::isLast);
        incidents.report(new Incident(Instant.now(), death.kind(), doing, death.detail(), goesOn));
    }

    private void forgotten(int segment) {
        Child there = child;
        if (there != null) {
            there.command(Word.FORGET, segment);
        }
    }

    private void unmapForgotten() {
        Child there = child;
        if (there != null) {
            there.command(Word.UNMAP, 0);
        }
    }

    @Override
    public List<Incident> incidents() {
        return incidents.all();
    }

    @Override
    public void onIncident(Consumer<Incident> listener) {
        incidents.onIncident(listener);
    }

    /** The process, for tests. */
    Child child() throws InferenceException, ChildGone {
        return current();
    }

    /** Ends the process and removes what it used. */
    @Override
    public void close() {
        closed = true;
        memory.close();
        Child there;
        synchronized (this) {
            there = child;
        }
        if (there != null) {
            there.end();
        }
        if (workplace != null) {
            workplace.close();
        }
    }
}
