package org.bitwright.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Cancels work when the process is asked to end (Ctrl-C), and lets it clean up; asked again, the process ends at once.
 * A shutdown hook would be too late: others run beside it, and one of them takes the inference runtime away from work
 * that has not ended. Closed when the work is done.
 */
public final class SignalCancel implements AutoCloseable {
    private static final List<String> SIGNALS = List.of("INT", "TERM");

    /** What shells tell of a process that Ctrl-C ended. */
    private static final int INTERRUPTED = 130;

    private final Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    public SignalCancel(Runnable cancel) {
        for (String name : SIGNALS) {
            try {
                handle(new Signal(name), cancel);
            } catch (IllegalArgumentException e) {
                // Unknown to this system, or kept by the virtual machine (-Xrs): the process then ends as it always
                // does.
                continue;
            }
        }
    }

    private void handle(Signal signal, Runnable cancel) {
        SignalHandler usual = Signal.handle(signal, received -> {
            if (asked.getAndSet(true)) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            cancel.run();
        });
        before.put(signal, usual);
        if (SignalHandler.SIG_IGN.equals(usual)) {
            // Whoever started the process in the background wants it left alone.
            Signal.handle(signal, usual);
        }
    }

    @Override
    public void close() {
        before.forEach(Signal::handle);
    }
}
