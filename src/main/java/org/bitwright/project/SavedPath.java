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

    /** The files or folders that it may mean today, the relative one first. Only on local paths. */
    List<Path> existing(Path projectFile) {
        Set<Path> found = new LinkedHashSet<>();
        Path folder = projectFile.toAbsolutePath().getParent();
        if (folder != null) {
            relative.flatMap(path -> local(folder, path)).ifPresent(found::add);
        }
        local(Path.of(""), absolute).ifPresent(found::add);
        return found.stream()
                .filter(path -> Files.isRegularFile(path) || Files.isDirectory(path))
                .toList();
    }

    /** The same, where there must be one. */
    List<Path> located(Path projectFile, String what) throws InvalidFileException {
        List<Path> found = existing(projectFile);
        if (found.isEmpty()) {
            throw new InvalidFileException(
                    projectFile,
                    "",
                    "its " + what + " is neither at "
                            + relative.map(path -> "'" + path + "' beside it nor at ")
                                    .orElse("") + "'" + absolute
                            + "'; put the file back, or open it anew and save the project again");
        }
        return found;
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
