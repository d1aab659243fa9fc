package org.bitwright.runtime;

import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.LocalEngine;

/** Which engine the program uses: one for all its sessions. */
public final class Engines {
    private Engines() {}

    /** The engine of the program. */
    public static Engine current() {
        return Holder.ENGINE;
    }

    private static final class Holder {
        static final Engine ENGINE = new LocalEngine();
    }
}
