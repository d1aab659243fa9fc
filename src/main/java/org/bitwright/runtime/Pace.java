package org.bitwright.runtime;

/**
 * How many batches run in one call of a session: enough for the way to the process that runs them not to count, few
 * enough for all threads to end together. Learned from how long the calls before took. Thread-safe.
 */
final class Pace {
    /** What a call should take. */
    private static final double WANTED_NANOSECONDS = 3e6;

    /** What a call takes at least while there are batches left. */
    private static final double LEAST_NANOSECONDS = 0.5e6;

    /** What a call takes beside which the way to another process is nothing. */
    private static final double LONG_NANOSECONDS = 2e6;

    private volatile double ofSample;

    Pace() {}

    /** One that has learned what another has. */
    Pace(Pace other) {
        this.ofSample = other.ofSample;
    }

    /**
     * How many of the batches that are left a thread takes next; one as long as nothing is learned.
     *
     * @param left at least 1
     * @param samples of a batch
     * @param most whatever they take
     */
    int batches(int left, int samples, int threads, int most) {
        double one = ofSample * samples;
        if (one <= 0) {
            return 1;
        }
        double fair = threads == 1 ? left : left / (2.0 * threads);
        double taken = Math.max(LEAST_NANOSECONDS, Math.min(WANTED_NANOSECONDS, fair * one)) / one;
        return (int) Math.max(1, Math.min(Math.min(left, most), taken));
    }

    /** Whether a call of so many samples takes so long that nothing else about it counts. */
    boolean isLong(int samples) {
        return ofSample * samples > LONG_NANOSECONDS;
    }

    /** Nanoseconds that so many samples are likely to take on one thread; infinite as long as nothing is learned. */
    double nanoseconds(int samples) {
        return ofSample > 0 ? ofSample * samples : Double.POSITIVE_INFINITY;
    }

    /** Learns what a call took on one thread. */
    void took(long nanoseconds, int samples) {
        ofSample = (double) nanoseconds / Math.max(1, samples);
    }
}
