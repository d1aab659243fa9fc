package org.bitwright.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.bitwright.runtime.child.ChildEngine;
import org.bitwright.runtime.session.Engine;
import org.bitwright.runtime.session.Incident;
import org.bitwright.runtime.session.LocalEngine;
import org.bitwright.task.Daemon;

/** Which engine the program uses: one for all its sessions. */
public final class Engines {
    /** Where networks run: {@code child} for a process of their own, which is usual, or {@code here}. */
    private static final String PLACE = "bitwright.inference";

    private static final List<Consumer<Incident>> LISTENERS = new CopyOnWriteArrayList<>();
    private static volatile boolean made;

    private Engines() {}

    /** The engine of the program; the first call begins to start the process in which networks run. */
    public static Engine current() {
        return Holder.ENGINE;
    }

    /** What befell the engine; starts none. */
    public static List<Incident> incidents() {
        return made ? current().incidents() : List.of();
    }

    /** Runs {@code listener} on every incident from now on, on any thread; starts no engine. */
    public static void onIncident(Consumer<Incident> listener) {
        LISTENERS.add(listener);
    }

    private static final class Holder {
        static final Engine ENGINE = make();

        private static Engine make() {
            Engine engine = "here".equals(System.getProperty(PLACE)) ? new LocalEngine() : inChild();
            made = true;
            return engine;
        }

        private static Engine inChild() {
            ChildEngine engine = new ChildEngine(
                    LocalEngine::new, incident -> LISTENERS.forEach(listener -> listener.accept(incident)));
            Daemon.atExit("inference-close", engine::close);
            return engine;
        }
    }
}
