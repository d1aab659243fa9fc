package org.bitwright.runtime.child;

import org.bitwright.runtime.session.Session;

/** A session of the child process, closed when it is to be and nobody runs it any more. */
final class OpenSession implements AutoCloseable {
    private final Session session;
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
