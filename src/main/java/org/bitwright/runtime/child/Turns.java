package org.bitwright.runtime.child;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls be made together, or one without others beside it, so that nobody else is to blame for what it does. A
 * thread that waits for other calls of its own does not wait to be alone: two of them would wait for each other.
 */
final class Turns {
    private final Map<Thread, Integer> sharing = new HashMap<>();
    private @Nullable Thread alone;
    private boolean over;

    /** Waits for the turn; not longer than until {@link #end()}. */
    synchronized void begin(boolean wantsToBeAlone) {
        Thread self = Thread.currentThread();
        boolean waits = wantsToBeAlone && !sharing.containsKey(self);
        boolean interrupted = false;
        while (!over && (alone != null || waits && !sharing.isEmpty())) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            self.interrupt();
        }
        if (waits) {
            alone = self;
        }
        sharing.merge(self, 1, Integer::sum);
    }

    /** @param whose the thread that began */
    synchronized void end(Thread whose) {
        if (whose.equals(alone)) {
            alone = null;
        }
        sharing.computeIfPresent(whose, (thread, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    /** Nobody waits from now on. */
    synchronized void end() {
        over = true;
        notifyAll();
    }
}
