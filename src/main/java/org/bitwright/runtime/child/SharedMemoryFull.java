package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.InferenceException;

/** No folder has room for more shared memory. */
final class SharedMemoryFull extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    private final int bytes;
    private final String places;

    /** @param folders where there was none */
    SharedMemoryFull(int bytes, Collection<Path> folders, IOException cause) {
        super("no shared memory of " + bytes + " bytes: " + cause.getMessage());
        initCause(cause);
        this.bytes = bytes;
        this.places = folders.stream()
                .map(folder -> "'" + folder.getParent() + "'")
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    /** What a user is told whose network could not be run for it. */
    InferenceException told() {
        return new InferenceException(
                Phrase.of(
                        "The network cannot be run: %s KB that are shared with the process that runs networks have no room in %s. Free some space there, or use fewer samples at a time.",
                        kilobytes(), places),
                this);
    }

    private long kilobytes() {
        return (bytes + 1023L) / 1024;
    }
}
