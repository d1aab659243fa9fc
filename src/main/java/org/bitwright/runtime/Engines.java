package org.bitwright.runtime;

import org.bitwright.runtime.child.ChildEngine;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.task.Daemon;

/** Which engine the program uses: one for all its sessions. */
public final class Engines {
    /** Where networks run: {@code child} for a process of their own, which is usual, or {@code here}. */
    private static final String PLACE = "bitwright.inference";

    private Engines() {}

    /** The engine of the program; the first call begins to start the process in which networks run. */
    public static Engine current() {
        return Holder.ENGINE;
    }

    private static final class Holder {
        static final Engine ENGINE = make();

        private static Engine make() {
            if ("here".equals(System.getProperty(PLACE))) {
                return new LocalEngine();
            }
            Engine made = new ChildEngine(LocalEngine::new);
            Daemon.atExit("inference-close", made::close);
            return made;
        }
    }
}
