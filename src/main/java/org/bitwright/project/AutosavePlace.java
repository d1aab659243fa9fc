package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slot of a project's autosave, from when it is first needed until the project is closed. Thread-safe. */
final class AutosavePlace {
    private static final Logger LOG = LoggerFactory.getLogger(AutosavePlace.class);

    private @Nullable AutosaveSlot slot;

    /** Goes on with one from which the project was recovered. */
    synchronized void takeOver(AutosaveSlot recovered) {
        slot = recovered;
    }

    /** The file that is written, which need not be there yet. */
    synchronized Path file(String sitting) throws IOException {
        AutosaveSlot present = slot;
        if (present == null) {
            present = AutosaveSlot.create(sitting);
            slot = present;
        }
        return present.file();
    }

    /** Removes what is there, if anything is. */
    synchronized void clear() {
        AutosaveSlot present = slot;
        if (present == null) {
            return;
        }
        try {
            present.clear();
        } catch (IOException e) {
            // It is older than what was saved, and known to be by its mark.
            LOG.warn("an autosave that is out of date cannot be removed: {}", e.getMessage());
        }
    }

    /** Others may have it from now on, with what lies there. */
    synchronized void letGo() {
        AutosaveSlot present = slot;
        slot = null;
        if (present != null) {
            present.letGo();
        }
    }
}
