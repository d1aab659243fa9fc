package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/**
 * Where a file lay when the project was saved: seen from the project file, so that a folder can be moved as a whole, and
 * from the root.
 *
 * @param relative with forward slashes; empty where both lay on different drives
 */
record SavedPath(Optional<String> relative, String absolute) {

    static SavedPath of(Path file, Path projectFile) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = projectFile.toAbsolutePath().normalize().getParent();
        Optional<String> relative = Optional.empty();
        if (folder != null && folder.getRoot() != null && folder.getRoot().equals(absolute.getRoot())) {
            relative = Optional.of(folder.relativize(absolute).toString().replace('\\', '/'));
        }
        return new SavedPath(relative, absolute.toString());
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        relative.ifPresent(path -> node.put("relative", path));
        node.put("absolute", absolute);
        return node;
    }

    static SavedPath read(JsonField from) throws InvalidFileException {
        Optional<JsonField> relative = from.find("relative");
        return new SavedPath(
                relative.isPresent() ? Optional.of(relative.get().text()) : Optional.empty(),
                from.get("absolute").text());
    }

    /**
     * The files or folders that it may mean today: the relative one first, then the absolute one, then one of the same
     * name beside the project file. Only on local paths.
     */
    List<Path> existing(Path projectFile) {
        Set<Path> found = new LinkedHashSet<>();
        Path folder = projectFile.toAbsolutePath().getParent();
        if (folder != null) {
            relative.flatMap(path -> local(folder, path)).ifPresent(found::add);
        }
        local(Path.of(""), absolute).ifPresent(found::add);
        if (folder != null) {
            local(folder, name()).ifPresent(found::add);
        }
        return found.stream()
                .filter(path -> Files.isRegularFile(path) || Files.isDirectory(path))
                .filter(path -> !path.equals(folder))
                .toList();
    }

    /** Without folders, whatever system wrote it. */
    private String name() {
        return absolute.substring(Math.max(absolute.lastIndexOf('/'), absolute.lastIndexOf('\\')) + 1);
    }

    /** Where it was looked for, for messages. */
    Phrase places() {
        return relative.map(path -> Phrase.of("at '%s' beside it nor at '%s'", path, absolute))
                .orElseGet(() -> Phrase.of("at '%s'", absolute));
    }

    /** A network share named by a stranger's file is not contacted. */
    private static Optional<Path> local(Path folder, String path) {
        if (path.startsWith("\\\\") || path.startsWith("//")) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.resolve(path).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
