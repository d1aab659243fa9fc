package org.bitwright.runtime.child;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bitwright.model.Phrase;

/**
 * Looks after a child process as long as it is busy, and ends it if it does not stop when told to, if it is busy without
 * computing, or if it does not listen any more. Time in which this program did not run either, such as while the
 * machine slept, does not count.
 */
final class Watch implements Runnable {
    private static final long LOOK_MILLISECONDS = 500;

    /** Share of a processor below which a process does not compute. */
    private static final double IDLE_SHARE = 0.01;

    /** A process that computes is given more time to listen: the machine may be short of everything. */
    private static final int MORE_TO_LISTEN = 3;

    private final Child child;
    private final Process process;
    private final Pulse pulse;
    private final Patience patience;
    private final long look;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private boolean hurry;
    private volatile boolean parked;

    private long last;
    private long doneBefore;
    private long windowNanoseconds;
    private Optional<Duration> windowProcessor = Optional.empty();
    private long deafNanoseconds;

    Watch(Child child, Process process, Pulse pulse, Patience patience) {
        this.child = child;
        this.process = process;
        this.pulse = pulse;
        this.patience = patience;
        this.look = Math.max(10, Math.min(LOOK_MILLISECONDS, patience.idle().toMillis() / 8));
    }

    void begun() {
        calls.incrementAndGet();
        if (parked) {
            wake();
        }
    }

    void ended() {
        calls.decrementAndGet();
        done.incrementAndGet();
    }

    /** A call was cancelled, and is to be looked at when its time is over. */
    void cancelled() {
        wake();
    }

    private synchronized void wake() {
        hurry = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (child.isAlive()) {
                if (calls.get() == 0) {
                    park();
                    begin();
                } else {
                    rest(nextLook());
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void park() throws InterruptedException {
        parked = true;
        while (calls.get() == 0 && child.isAlive()) {
            // now and then, to see whether the process is there
            wait(10 * LOOK_MILLISECONDS);
        }
        parked = false;
    }

    private synchronized void rest(long milliseconds) throws InterruptedException {
        if (!hurry) {
            wait(milliseconds);
        }
        hurry = false;
    }

    private long nextLook() {
        boolean cancelled = false;
        for (Call call : child.calls()) {
            cancelled |= call.isCancelled();
        }
        return cancelled ? Math.max(10, Math.min(look, patience.stop().toMillis() / 8)) : look;
    }

    private void begin() {
        last = System.nanoTime();
        deafNanoseconds = 0;
        beginWindow();
    }

    private void beginWindow() {
        windowNanoseconds = 0;
        doneBefore = done.get();
        windowProcessor = process.info().totalCpuDuration();
    }

    private void look() {
        long now = System.nanoTime();
        long elapsed = Math.min(now - last, 2 * look * 1_000_000);
        last = now;
        child.urge();
        for (Call call : child.calls()) {
            if (call.isOverdue(now, patience.stop().toNanos())) {
                child.kill(Death.didNotStop());
            }
        }
        lookAtWork(elapsed);
        lookAtPulse(elapsed);
    }

    private void lookAtWork(long elapsed) {
        windowNanoseconds += elapsed;
        if (done.get() != doneBefore) {
            beginWindow();
        } else if (windowNanoseconds >= patience.idle().toNanos()) {
            Optional<Duration> now = process.info().totalCpuDuration();
            if (now.isPresent() && windowProcessor.isPresent()) {
                long used = now.get().minus(windowProcessor.get()).toNanos();
                if (used < IDLE_SHARE * windowNanoseconds) {
                    child.kill(Death.hung(Phrase.of("it did nothing for %s s", seconds(windowNanoseconds))));
                }
            }
            beginWindow();
        }
    }

    private void lookAtPulse(long elapsed) {
        if (pulse.isAnswered()) {
            deafNanoseconds = 0;
            child.command(Word.PING, pulse.next());
        } else {
            deafNanoseconds += elapsed;
            if (deafNanoseconds >= MORE_TO_LISTEN * patience.idle().toNanos()) {
                child.kill(Death.hung(Phrase.of("it did not answer for %s s", seconds(deafNanoseconds))));
            }
        }
    }

    private static long seconds(long nanoseconds) {
        return Math.round(nanoseconds / 1e9);
    }
}
