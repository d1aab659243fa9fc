package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Tells other windows and other processes that a run is under way. The system lets go of it if the process dies. */
final class RunLock implements AutoCloseable {
    private final LockFile held;

    private RunLock(LockFile held) {
        this.held = held;
    }

    /** Empty where somebody has it. */
    static Optional<RunLock> tryLock(Path file) throws IOException {
        return LockFile.tryHold(file, "").map(RunLock::new);
    }

    /** Lets go, and removes the file. */
    @Override
    public void close() throws IOException {
        held.close();
    }
}
