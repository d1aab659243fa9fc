package org.bitwright.project;

import java.nio.file.Path;
import java.time.Instant;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/** A project file holds what somebody else wrote there since it was last read or written here. Nothing was written. */
public final class OvertakenProjectException extends ToldException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient Path beside;
    private final transient Instant changedAt;

    /** @param beside a name that nothing has yet */
    OvertakenProjectException(Path file, Path beside, Instant changedAt) {
        super(Phrase.of(
                "the project file '%s' was changed by another program or window since it was last read or written here; nothing was written to it",
                file));
        this.file = file;
        this.beside = beside;
        this.changedAt = changedAt;
    }

    public Path file() {
        return file;
    }

    /** Where one of the two could be kept: what {@link Saving#replace} takes for what it replaces. */
    public Path beside() {
        return beside;
    }

    /** When the file was changed, as far as its system tells. */
    public Instant changedAt() {
        return changedAt;
    }
}
