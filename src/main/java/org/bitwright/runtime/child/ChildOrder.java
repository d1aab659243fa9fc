package org.bitwright.runtime.child;

import java.lang.ref.Reference;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Rounds;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.StandingOrder;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/** An order that a child process runs, which is told what it is once: a process that follows it is told again. */
final class ChildOrder implements StandingOrder {
    private final SharedMemory memory;
    private final long number;
    private final List<Request> requests;
    private final Rounds rounds = new Rounds();

    /**
     * May know the order: several, since a thread may speak to a process that has died when others speak to the one that
     * follows it already.
     */
    private final Set<Child> told = ConcurrentHashMap.newKeySet();

    /** Knows the order for certain. */
    private volatile @Nullable Child knows;

    private volatile boolean closed;

    ChildOrder(SharedMemory memory, long number, List<Request> requests) {
        this.memory = memory;
        this.number = number;
        this.requests = List.copyOf(requests);
    }

    /** Whether a process can be told of requests once for all: what they speak of lies in memory that is shared. */
    static boolean isPossible(SharedMemory memory, List<Request> requests) {
        return requests.stream()
                .flatMap(request -> Stream.concat(request.inputs().values().stream(), request.into().values().stream()))
                .allMatch(values -> memory.placeOf(values.bytes()).isPresent());
    }

    long number() {
        return number;
    }

    void put(Outgoing out, Scratch scratch) {
        new RequestWriter(memory, requests).put(out, scratch);
    }

    @Override
    public OptionalLong run(Session session, int threads, CancelToken cancel) throws InferenceException {
        if (closed || !(session instanceof ChildSession there)) {
            throw new IllegalArgumentException("the order has been closed, or the session is in this process");
        }
        OptionalLong nanoseconds =
                rounds.run(Math.min(threads, requests.size()), cancel, round -> there.join(this, round, cancel));
        Reference.reachabilityFence(requests);
        return nanoseconds;
    }

    /** What a process is to be sent to have one of its threads join a round. */
    OrderExchange exchange(Child child, long session, long round) {
        if (told.add(child)) {
            told.removeIf(other -> !other.isAlive());
        }
        return new OrderExchange(this, session, round, child.equals(knows));
    }

    /** A process has run it. */
    void isKnown(Child child) {
        knows = child;
    }

    @Override
    public void close() {
        closed = true;
        told.forEach(child -> child.command(Word.DROP, number));
        told.clear();
    }
}
