package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.onnx.OnnxDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files of runs lie: beside the project file, or in the user's state folder while there is none, or nothing can be
 * written beside it.
 *
 * @param document the network of the project
 */
record RunPlaces(OnnxDocument document) {
    private static final Logger LOG = LoggerFactory.getLogger(RunPlaces.class);

    /** Where runs of a project lie. */
    static RunFolder beside(Path projectFile) {
        return new RunFolder(projectFile.resolveSibling(projectFile.getFileName() + ".training"));
    }

    /**
     * Where new ones go.
     *
     * @param file the project file; null for a project that has none, here and below
     */
    RunFolder present(@Nullable Path file) throws IOException {
        if (file == null) {
            return withoutFile();
        }
        RunFolder beside = beside(file);
        return beside.takesFiles() ? beside : instead(file);
    }

    /** Where runs may have been left. */
    List<RunFolder> all(@Nullable Path file) {
        try {
            return file == null ? List.of(withoutFile()) : List.of(beside(file), instead(file));
        } catch (IOException e) {
            LOG.warn("runs that were left cannot be looked for: {}", e.getMessage());
            return List.of();
        }
    }

    private RunFolder withoutFile() throws IOException {
        return new RunFolder(stateFolder().resolve(document.digest()));
    }

    /** For a project whose folder is read-only. */
    private static RunFolder instead(Path file) throws IOException {
        return new RunFolder(stateFolder().resolve("of-" + StateFolder.nameOf(ProjectLock.real(file))));
    }

    private static Path stateFolder() {
        return StateFolder.path().resolve("training");
    }
}
