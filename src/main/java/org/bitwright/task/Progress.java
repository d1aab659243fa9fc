package org.bitwright.task;

import org.jspecify.annotations.Nullable;

/** How far a job has come. Written by the job, polled by whoever shows it; never pushes. Thread-safe. */
public final class Progress {
    private final @Nullable Progress whole;
    private final double from;
    private final double to;
    private volatile double fraction = -1;
    private volatile String message = "";

    public Progress() {
        this(null, 0, 1);
    }

    private Progress(@Nullable Progress whole, double from, double to) {
        this.whole = whole;
        this.from = from;
        this.to = to;
    }

    /** Progress of a part of the work: its 0…1 shows here as {@code from}…{@code to}, its messages as they are. */
    public Progress part(double from, double to) {
        return new Progress(this, from, to);
    }

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
        if (whole != null && of > 0) {
            whole.update(from + fraction * (to - from), 1);
        }
    }

    public void message(String text) {
        message = text;
        if (whole != null) {
            whole.message(text);
        }
    }
}
