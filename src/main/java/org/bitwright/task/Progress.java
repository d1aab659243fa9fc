package org.bitwright.task;

/** How far a job has come. Written by the job, polled by whoever shows it; never pushes. Thread-safe. */
public final class Progress {
    private volatile double fraction = -1;
    private volatile String message = "";

    /** Done share between 0 and 1; −1 while it is not known. */
    public double fraction() {
        return fraction;
    }

    /** What is being done now; may be empty. */
    public String message() {
        return message;
    }

    public void update(double done, double of) {
        fraction = of <= 0 ? -1 : Math.max(0, Math.min(1, done / of));
    }

    public void message(String text) {
        message = text;
    }
}
