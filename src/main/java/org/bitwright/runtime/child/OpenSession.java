package org.bitwright.runtime.child;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.bitwright.quant.EdgeTally;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.Session;

/** A session of the child process, closed when it is to be and nobody runs it any more. */
final class OpenSession implements AutoCloseable {
    private final Session session;
    /** What the idle tallies are of. */
    private List<GatheredEdge> counted = List.of();

    private final Deque<Map<String, EdgeTally>> idle = new ArrayDeque<>();
    private int users;
    private boolean closing;

    OpenSession(Session session) {
        this.session = session;
    }

    /** @throws IllegalArgumentException if it has been closed */
    synchronized Session use() {
        if (closing) {
            throw new IllegalArgumentException("the session has been closed");
        }
        users++;
        return session;
    }

    /** Empty tallies of some edges, which are given back empty. */
    synchronized Map<String, EdgeTally> tallies(List<GatheredEdge> edges) {
        if (!edges.equals(counted)) {
            counted = List.copyOf(edges);
            idle.clear();
        }
        Map<String, EdgeTally> tallies = idle.poll();
        return tallies == null ? GatheredEdge.tallies(edges) : tallies;
    }

    synchronized void giveBack(List<GatheredEdge> edges, Map<String, EdgeTally> tallies) {
        if (edges.equals(counted)) {
            idle.push(tallies);
        }
    }

    void release() {
        synchronized (this) {
            users--;
            if (!closing || users > 0) {
                return;
            }
        }
        session.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
            if (users > 0) {
                return;
            }
        }
        session.close();
    }
}
