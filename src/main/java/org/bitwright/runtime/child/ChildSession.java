package org.bitwright.runtime.child;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.EdgeTally;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Running;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/** A session in a child process; made again from its recipe in the next one when that has died. */
final class ChildSession implements Session {
    /** How often a call that waits for the session looks whether it was cancelled. */
    private static final long LOOK_MILLISECONDS = 20;

    private final ChildEngine engine;
    private final Recipe recipe;
    private final String network;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Home home;
    private final CountedRooms results;
    private volatile boolean closed;

    /** Where the session lives, under which number, and what it declares. */
    private record Home(Child child, long number, OpenExchange.Declarations declarations) {}

    /** Makes the session from ingredients that were got already. */
    ChildSession(ChildEngine engine, Recipe recipe, Ingredients first, CancelToken cancel) throws InferenceException {
        this.engine = engine;
        this.recipe = recipe;
        this.network = first.name();
        this.results = new CountedRooms(engine.memory());
        engine.attempts().make(network, cancel, (child, isLast) -> open(child, first, isLast, cancel));
    }

    @Override
    public List<Declared> inputs() {
        return declarations().inputs();
    }

    @Override
    public List<Declared> outputs() {
        return declarations().outputs();
    }

    private OpenExchange.Declarations declarations() {
        Home there = home;
        if (there == null) {
            throw new IllegalStateException("the session has not been made");
        }
        return there.declarations;
    }

    @Override
    public List<Outcome> run(List<Request> requests, CancelToken cancel) throws InferenceException {
        if (closed) {
            throw new IllegalStateException("the session has been closed");
        }
        if (requests.isEmpty()) {
            return List.of();
        }
        return engine.attempts().make(network, cancel, (child, isLast) -> begin(child, requests, isLast, cancel)
                .finish());
    }

    /** Sends the requests at once; makes them again as {@link #run} does if the process dies of them. */
    @Override
    public Running<List<Outcome>> begin(List<Request> requests, CancelToken cancel) throws InferenceException {
        if (closed) {
            throw new IllegalStateException("the session has been closed");
        }
        if (requests.isEmpty()) {
            return List::of;
        }
        return engine.attempts().begin(network, cancel, (child, isLast) -> begin(child, requests, isLast, cancel));
    }

    @Override
    public void count(Counting counting, Map<String, EdgeTally> into, IntConsumer done, CancelToken cancel)
            throws InferenceException {
        if (closed) {
            throw new IllegalStateException("the session has been closed");
        }
        engine.attempts().make(network, cancel, (child, isLast) -> {
            long number = homeIn(child, isLast, cancel).number;
            return child.call(network, isLast, cancel, new CountExchange(results, number, counting, into, done));
        });
    }

    /** Has a thread of the process join a round of an order. */
    OptionalLong join(ChildOrder order, long round, CancelToken cancel) throws InferenceException {
        if (closed) {
            throw new IllegalStateException("the session has been closed");
        }
        return engine.attempts().make(network, cancel, (child, isLast) -> {
            long number = homeIn(child, isLast, cancel).number;
            OptionalLong nanoseconds = child.call(network, isLast, cancel, order.exchange(child, number, round));
            if (nanoseconds.isPresent()) {
                order.isKnown(child);
            }
            return nanoseconds;
        });
    }

    private Flight<List<Outcome>> begin(Child child, List<Request> requests, boolean isLast, CancelToken cancel)
            throws ChildGone, InferenceException {
        long number = homeIn(child, isLast, cancel).number;
        return child.begin(network, isLast, cancel, new RunExchange(engine.memory(), number, requests));
    }

    private Home homeIn(Child child, boolean isLast, CancelToken cancel) throws ChildGone, InferenceException {
        Home there = home;
        if (there != null && there.child == child) {
            return there;
        }
        lock(cancel);
        try {
            Home made = home;
            return made != null && made.child == child ? made : open(child, ingredients(recipe), isLast, cancel);
        } finally {
            making.unlock();
        }
    }

    /** Waits for whoever makes the session, which may take as long as that wants. */
    private void lock(CancelToken cancel) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (making.tryLock(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    cancel.throwIfCancelled();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Home open(Child child, Ingredients made, boolean isLast, CancelToken cancel)
            throws ChildGone, InferenceException {
        long number = engine.nextSession();
        OpenExchange exchange = new OpenExchange(engine.memory(), made, number);
        Home there = new Home(child, number, child.call(network, isLast, cancel, exchange));
        home = there;
        if (closed) {
            // Meanwhile, and whoever did so closed the one in the process before.
            child.command(Word.CLOSE, number);
        }
        return there;
    }

    static Ingredients ingredients(Recipe recipe) throws InferenceException {
        try {
            return recipe.ingredients();
        } catch (IOException e) {
            throw new InferenceException(Phrase.of("The network cannot be read: %s", Phrase.toldBy(e)), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Home there = home;
        if (there != null) {
            there.child.command(Word.CLOSE, there.number);
        }
    }
}
