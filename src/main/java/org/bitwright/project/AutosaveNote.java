package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * What an autosave says beside all that a project file says.
 *
 * @param project the project file that it belongs to
 * @param version hexadecimal SHA-256 of what that file held then; empty where it is not known
 * @param process that wrote it
 */
record AutosaveNote(Optional<Path> project, Optional<String> version, long process, Instant at) {
    private static final String NAME = "autosave";

    static AutosaveNote of(Optional<Path> project, Optional<String> version) {
        return new AutosaveNote(
                project.map(Path::toAbsolutePath),
                version,
                ProcessHandle.current().pid(),
                Instant.now());
    }

    void put(ObjectNode root) {
        ObjectNode node = root.putObject(NAME);
        project.ifPresent(file -> node.put("project", file.toString()));
        version.ifPresent(digest -> node.put("sha256", digest));
        node.put("process", process);
        node.put("at", at.toString());
    }

    /** @throws InvalidFileException if the file is a project, but no autosave */
    static AutosaveNote read(JsonField root) throws InvalidFileException {
        JsonField node = root.get(NAME);
        Optional<JsonField> project = node.find("project");
        Optional<JsonField> version = node.find("sha256");
        try {
            return new AutosaveNote(
                    project.isPresent() ? Optional.of(Path.of(project.get().text())) : Optional.empty(),
                    version.isPresent() ? Optional.of(version.get().text()) : Optional.empty(),
                    node.get("process").integer(0, Long.MAX_VALUE),
                    Instant.parse(node.get("at").text()));
        } catch (InvalidPathException | DateTimeException e) {
            return node.fail(Phrase.toldBy(e));
        }
    }
}
