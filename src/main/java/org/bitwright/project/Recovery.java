package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Unsaved work that a program left which did not end in order.
 *
 * @param autosave the file that holds it: a whole project file
 * @param project the project file that it belongs to; empty where the work was never saved
 * @param model where the network lay
 * @param savedAt when it was written
 */
public record Recovery(Path autosave, Optional<Path> project, Path model, Instant savedAt) {

    /**
     * Opens it as a project with unsaved changes, whose {@link Project#file} is the old project file. Nothing is written
     * over: saving does that, when the user asks for it. What was left stays until that project is saved, or closed in
     * order with its {@link Autosave}.
     *
     * @throws ProjectInUseException if the project is open elsewhere
     * @throws IOException if somebody else has opened this recovery, or it is gone
     * @throws InvalidFileException as {@link Project#load(Path, Loading)}
     */
    public Project open() throws IOException {
        return open(Loading.usual());
    }

    /** The same with answers to what was asked; as a copy it has no file, whoever else has its project open. */
    public Project open(Loading loading) throws IOException {
        AutosaveSlot slot = slot();
        boolean opened = false;
        try {
            ProjectFile.Kept kept = ProjectFile.readAutosave(autosave);
            Project recovered = ProjectOpening.recover(autosave, kept, loading);
            kept.work()
                    .sitting()
                    .mark()
                    .ifPresent(mark -> recovered.saving().place().recoveredFrom(slot, mark));
            opened = true;
            return recovered;
        } finally {
            if (!opened) {
                slot.letGo();
            }
        }
    }

    /** Removes it. */
    public void discard() throws IOException {
        AutosaveSlot slot = slot();
        try {
            slot.clear();
        } finally {
            slot.letGo();
        }
    }

    private AutosaveSlot slot() throws IOException {
        return AutosaveSlot.hold(autosave)
                .orElseThrow(
                        () -> new InvalidFileException(autosave, Phrase.of("the unsaved work in it is open already")));
    }
}
