package org.bitwright.project;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** A file that a project names is at none of the places where it may be. */
public final class MissingFileException extends InvalidFileException {
    private static final long serialVersionUID = 1L;

    private final FileRole role;
    private final String lastKnown;

    /**
     * @param project the project file
     * @param lastKnown where it lay when the project was saved, as that machine wrote it
     * @param places what was looked at, for the message
     */
    MissingFileException(Path project, FileRole role, String lastKnown, Phrase places) {
        super(
                project,
                role.isPlural()
                        ? Phrase.of(
                                "its %s are not found: not %s; put the file back, or say where it is now",
                                role.words(), places)
                        : Phrase.of(
                                "its %s is not found: not %s; put the file back, or say where it is now",
                                role.words(), places));
        this.role = role;
        this.lastKnown = lastKnown;
    }

    public FileRole role() {
        return role;
    }

    /** Where it lay when the project was saved: a path of that machine, which may be none of this one. */
    public String lastKnown() {
        return lastKnown;
    }
}
