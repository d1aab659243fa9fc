package org.bitwright.runtime.child;

/** A request that a child process is busy with. */
final class Call {
    private final long number;
    private final String network;
    private final boolean isLast;
    private final Thread caller;
    private volatile long cancelledAt;
    private volatile boolean cancelled;

    /**
     * @param network what is run, for messages
     * @param isLast whether it is not made again if the process dies
     */
    Call(long number, String network, boolean isLast, Thread caller) {
        this.caller = caller;
        this.number = number;
        this.network = network;
        this.isLast = isLast;
    }

    long number() {
        return number;
    }

    String network() {
        return network;
    }

    boolean isLast() {
        return isLast;
    }

    Thread caller() {
        return caller;
    }

    void cancel() {
        cancelledAt = System.nanoTime();
        cancelled = true;
    }

    /** Whether it was cancelled so long ago and is still under way. */
    boolean isOverdue(long now, long nanoseconds) {
        return cancelled && now - cancelledAt >= nanoseconds;
    }

    boolean isCancelled() {
        return cancelled;
    }
}
