package org.bitwright.runtime.child;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.runtime.session.LocalOrder;
import org.bitwright.runtime.session.Session;

/** What the desks of the child process share. Thread-safe. */
final class Office {
    private final LocalEngine engine = new LocalEngine();
    private final RunningCalls calls = new RunningCalls();
    private final MappedSegments segments;

    /** Where calls run: more of them would be in each other's way. */
    private final Places places = new Places(Runtime.getRuntime().availableProcessors());

    private final Map<Long, OpenSession> sessions = new ConcurrentHashMap<>();
    private final Map<Long, LocalOrder> orders = new ConcurrentHashMap<>();

    Office(MappedSegments segments) {
        this.segments = segments;
    }

    LocalEngine engine() {
        return engine;
    }

    RunningCalls calls() {
        return calls;
    }

    MappedSegments segments() {
        return segments;
    }

    Places places() {
        return places;
    }

    void add(long number, Session session) {
        sessions.put(number, new OpenSession(session));
    }

    /** @throws IllegalArgumentException if it has been closed */
    OpenSession session(long number) {
        return Optional.ofNullable(sessions.get(number))
                .orElseThrow(() -> new IllegalArgumentException("the session has been closed"));
    }

    void closeSession(long number) {
        OpenSession session = sessions.remove(number);
        if (session != null) {
            session.close();
        }
    }

    /** Empty where it is not known. */
    Optional<LocalOrder> order(long number) {
        return Optional.ofNullable(orders.get(number));
    }

    /**
     * Adds an order unless it is known.
     *
     * @return the one that is known now
     */
    LocalOrder added(long number, LocalOrder order) {
        LocalOrder known = orders.putIfAbsent(number, order);
        if (known == null) {
            return order;
        }
        order.close();
        return known;
    }

    void closeOrder(long number) {
        LocalOrder order = orders.remove(number);
        if (order != null) {
            order.close();
        }
    }
}
