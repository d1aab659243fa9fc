package org.bitwright.project;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * A project file that cannot be read any more, or is gone, while the copy of the state before can be: {@link
 * PreviousCopy#restore} puts that in its place.
 */
public final class DamagedProjectException extends InvalidFileException {
    private static final long serialVersionUID = 1L;

    /** @param damage why it cannot be read */
    DamagedProjectException(Path project, InvalidFileException damage) {
        super(
                project,
                damage.place(),
                Phrase.of(
                        "%s; the state before is kept in '%s' and can be restored",
                        damage.reason(), ProjectFile.backup(project).getFileName()),
                damage);
    }
}
