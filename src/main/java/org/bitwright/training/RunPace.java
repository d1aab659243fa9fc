package org.bitwright.training;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast a run goes, and when it is time to say something: a few times a second, but no more often than what is said
 * takes little of the time. Pauses and validation do not count.
 */
final class RunPace {
    private static final long BETWEEN_REPORTS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A report takes one part in so many of the time at most. */
    private static final int SHARE = 40;

    /** Marks over which the pace is taken: some seconds. */
    private static final int MARKS = 16;

    private final LongSupplier clock;
    private final long[] times = new long[MARKS];
    private final long[] samples = new long[MARKS];
    private int marks;
    private long started;
    private long passed;
    private long nextReport = Long.MIN_VALUE;

    RunPace(LongSupplier clock) {
        this.clock = clock;
        this.started = clock.getAsLong();
    }

    /** Stops the clock: until {@link #resume} nothing counts. */
    void rest() {
        passed += clock.getAsLong() - started;
    }

    void resume() {
        started = clock.getAsLong();
    }

    /** Nanoseconds of training so far. */
    long active() {
        return passed + clock.getAsLong() - started;
    }

    /** Whether it is time for a report. */
    boolean isDue() {
        return active() >= nextReport;
    }

    /** Notes how many samples were trained on since the start. */
    void mark(long done) {
        times[marks % MARKS] = active();
        samples[marks % MARKS] = done;
        marks++;
    }

    /**
     * Notes that a report was made.
     *
     * @param begun when it was begun to be made, by {@link #active}
     */
    void reported(long begun) {
        long now = active();
        nextReport = now + Math.max(BETWEEN_REPORTS, SHARE * (now - begun));
    }

    /** Between the last marks; from the start on before there are two. */
    double samplesPerSecond() {
        if (marks < 2) {
            return marks == 0 ? 0 : perSecond(samples[0], times[0]);
        }
        int last = (marks - 1) % MARKS;
        int first = marks > MARKS ? marks % MARKS : 0;
        return perSecond(samples[last] - samples[first], times[last] - times[first]);
    }

    private static double perSecond(long count, long nanos) {
        return nanos <= 0 ? 0 : count * 1e9 / nanos;
    }
}
