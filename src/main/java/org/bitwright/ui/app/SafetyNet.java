package org.bitwright.ui.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bitwright.project.FailureLog;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Tasks;

/**
 * Catches what nobody else does: the user is told, the details go to the log, the window lives on. Some memory is held
 * back for when there is no other.
 */
final class SafetyNet implements Thread.UncaughtExceptionHandler {
    private static final int RESERVED_BYTES = 4 << 20;
    private static final long QUIET_NANOSECONDS = TimeUnit.SECONDS.toNanos(30);

    private final Tasks tasks;
    private final Failures failures;
    private final Map<String, Long> told = new HashMap<>();
    private volatile Optional<byte[]> reserve = Optional.of(new byte[RESERVED_BYTES]);

    SafetyNet(Tasks tasks, Failures failures) {
        this.tasks = tasks;
        this.failures = failures;
    }

    /** From now on for every thread of the program. */
    void spread() {
        Thread.setDefaultUncaughtExceptionHandler(this);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        release(error);
        FailureLog.append(error);
        tasks.later(() -> {
            if (isNews(error)) {
                tell(error);
            }
        });
    }

    /** Tells of a failure that is in the log already. On the window's thread. */
    void tell(Throwable error) {
        release(error);
        boolean exhausted = FailureTexts.exhausted(error).isPresent();
        failures.show(exhausted ? "error.exhausted" : "error.task", error);
        tasks.later(this::reserveAgain);
    }

    private void release(Throwable error) {
        if (FailureTexts.exhausted(error).isPresent()) {
            reserve = Optional.empty();
        }
    }

    private void reserveAgain() {
        try {
            reserve = reserve.or(() -> Optional.of(new byte[RESERVED_BYTES]));
        } catch (OutOfMemoryError e) {
            // Then later: the next failure asks again.
            reserve = Optional.empty();
        }
    }

    /** What fails in every frame is told every half minute. */
    private boolean isNews(Throwable error) {
        StackTraceElement[] stack = error.getStackTrace();
        String place = error.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
        long now = System.nanoTime();
        Long before = told.put(place, now);
        boolean news = before == null || now - before > QUIET_NANOSECONDS;
        if (!news) {
            told.put(place, before);
        }
        return news;
    }
}
