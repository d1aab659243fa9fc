package org.bitwright.runtime.child;

/** Keeps an interruption that came before from closing channels: it is put off until this is closed. */
final class Uninterrupted implements AutoCloseable {
    private final boolean interrupted = Thread.interrupted();

    @Override
    public void close() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
