package org.bitwright.runtime.session;

/** Which engine the program uses: one for all its sessions. */
public final class Engines {
    private Engines() {}

    /**
     * The engine of the program. In a child process, unless the system property {@code bitwright.inference} is {@code
     * here}.
     */
    public static Engine current() {
        throw new UnsupportedOperationException();
    }
}
