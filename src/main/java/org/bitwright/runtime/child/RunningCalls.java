package org.bitwright.runtime.child;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.task.CancelToken;

/** Calls of the child process by number, so that they can be cancelled, even before they begin. Thread-safe. */
final class RunningCalls {
    /** Cancelled calls that have not begun, or had ended already. */
    private static final int MOST_KEPT = 1000;

    private final Map<Long, CancelToken> running = new HashMap<>();
    private final Map<Long, Boolean> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST_KEPT;
        }
    };

    synchronized CancelToken begin(long number) {
        CancelToken token = new CancelToken();
        if (early.remove(number) != null) {
            token.cancel();
        }
        running.put(number, token);
        return token;
    }

    synchronized void end(long number) {
        running.remove(number);
    }

    void cancel(long number) {
        CancelToken token;
        synchronized (this) {
            token = running.get(number);
            if (token == null) {
                early.put(number, true);
                return;
            }
        }
        token.cancel();
    }
}
