package org.bitwright.project;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** A file that a project names is there, and is not what it was when the project was saved. */
public final class ChangedFileException extends InvalidFileException {
    private static final long serialVersionUID = 1L;

    private final FileRole role;
    private final transient Path changed;
    private final boolean usable;

    /** One that can be used in the place of what it was. */
    ChangedFileException(Path project, FileRole role, Path changed) {
        super(
                project,
                role.isPlural()
                        ? Phrase.of(
                                "its %s '%s' have changed since the project was saved (another SHA-256); restore that file, say where it is now, or take it as it is: what was measured with the old one is dropped then",
                                role.words(), changed)
                        : Phrase.of(
                                "its %s '%s' has changed since the project was saved (another SHA-256); restore that file, say where it is now, or take it as it is: what was measured with the old one is dropped then",
                                role.words(), changed));
        this.role = role;
        this.changed = changed;
        usable = true;
    }

    /**
     * One that cannot be used at all.
     *
     * @param reason what is wrong with it
     */
    ChangedFileException(Path project, FileRole role, Path changed, Throwable reason) {
        super(
                project,
                role.isPlural()
                        ? Phrase.of(
                                "its %s '%s' have changed since the project was saved and cannot be read any more (%s); restore that file, or say where it is now",
                                role.words(), changed, Phrase.toldBy(reason))
                        : Phrase.of(
                                "its %s '%s' has changed since the project was saved and cannot be read any more (%s); restore that file, or say where it is now",
                                role.words(), changed, Phrase.toldBy(reason)),
                reason);
        this.role = role;
        this.changed = changed;
        usable = false;
    }

    public FileRole role() {
        return role;
    }

    /** The file as it was found. */
    public Path changed() {
        return changed;
    }

    /** Whether {@link Loading#accepting} would do. */
    public boolean canBeAccepted() {
        return usable;
    }
}
