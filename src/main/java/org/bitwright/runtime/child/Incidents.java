package org.bitwright.runtime.child;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bitwright.runtime.session.Incident;

/** What befell an engine: the newest of it, and who hears of more. Thread-safe. */
final class Incidents {
    private static final int MOST = 100;

    private final Deque<Incident> newest = new ArrayDeque<>();
    private final List<Consumer<Incident>> listeners = new CopyOnWriteArrayList<>();

    void report(Incident incident) {
        synchronized (newest) {
            newest.addLast(incident);
            if (newest.size() > MOST) {
                newest.removeFirst();
            }
        }
        listeners.forEach(listener -> listener.accept(incident));
    }

    /** Oldest first. */
    List<Incident> all() {
        synchronized (newest) {
            return List.copyOf(newest);
        }
    }

    void onIncident(Consumer<Incident> listener) {
        listeners.add(listener);
    }
}
