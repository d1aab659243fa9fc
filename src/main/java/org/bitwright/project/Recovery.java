package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Unsaved work that a program left which did not end in order.
 *
 * @param autosave the file that holds it: a whole project file
 * @param project the project file that it belongs to; empty where the work was never saved
 * @param model the file of the network
 * @param savedAt when it was written
 */
public record Recovery(Path autosave, Optional<Path> project, Path model, Instant savedAt) {

    /**
     * Opens it as a project with unsaved changes, whose {@link Project#file} is the old project file. Nothing is written
     * over: saving does that, when the user asks for it. What was left stays until that project is saved, or closed in
     * order with its {@link Autosave}.
     *
     * @throws ProjectInUseException if the project is open elsewhere, or somebody else has opened this recovery
     * @throws org.bitwright.model.InvalidFileException as {@link Project#load(Path, Loading)}
     */
    public Project open() throws IOException {
        return open(Loading.usual());
    }

    /** The same with answers to what was asked. */
    public Project open(Loading loading) throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Removes it. */
    public void discard() throws IOException {
        throw new UnsupportedOperationException("not built yet");
    }
}
