package org.bitwright.project;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** A project file of a newer program: it is whole, and only cannot be read here. */
public final class NewerProjectException extends InvalidFileException {
    private static final long serialVersionUID = 1L;

    NewerProjectException(Path file, Phrase reason) {
        super(file, reason);
    }
}
