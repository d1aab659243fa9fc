package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.export.AtomicFile;
import org.bitwright.project.Loading;
import org.bitwright.project.Project;
import org.bitwright.project.ProjectInUseException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model, or the project that names it. */
final class WorkSource {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description =
                    "An ONNX model, a file of weights (.pth, .safetensors, .npz, .h5, .keras, .tflite), or a project"
                            + " file (.bitwright).")
    Optional<Path> model = Optional.empty();

    @Option(
            names = "--project",
            paramLabel = "FILE",
            description = "Open this project file: model, data, configuration and results.")
    Optional<Path> project = Optional.empty();

    @Mixin
    private final JoinOptions joining = new JoinOptions();

    /** Whether it is a project file, which keeps runs of its own. */
    boolean isProject() {
        return project.isPresent()
                || model.filter(file -> file.toString().endsWith(".bitwright")).isPresent();
    }

    /** Opens it to be read; what others do to the project file meanwhile is their affair. */
    Project open(WorkCommand command) throws IOException, WorkException {
        return open(command, Optional.empty());
    }

    /**
     * Opens it as what will be saved.
     *
     * @param save kept from others from now on: long work is not done for a file that cannot be written in the end
     * @throws WorkException if weights cannot be joined to a network as the options say
     */
    Project open(WorkCommand command, Optional<Path> save) throws IOException, WorkException {
        joining.check(command);
        Path file = file(command);
        if (save.isPresent()) {
            AtomicFile.checkTarget(save.get());
        }
        Project found = isProject() ? load(command, file, save) : Project.create(file);
        Project opened = joining.areGiven() ? joining.join(found, command) : found;
        boolean claimed = false;
        try {
            if (save.isPresent()) {
                opened.saving().claim(save.get());
            }
            claimed = true;
            return opened;
        } finally {
            if (!claimed) {
                opened.close();
            }
        }
    }

    private static Project load(WorkCommand command, Path file, Optional<Path> save) throws IOException {
        boolean same = save.isPresent() && isSame(file, save.get());
        try {
            Project loaded = Project.load(file);
            if (!same) {
                loaded.saving().release();
            }
            return loaded;
        } catch (ProjectInUseException e) {
            if (same) {
                throw e;
            }
            command.warn("note: " + e.getMessage() + ". What was saved last is read here.");
            return Project.load(file, Loading.usual().copy());
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    }

    /** The project file that is named; empty where a model is. */
    Optional<Path> projectFile() {
        return isProject() ? project.or(() -> model) : Optional.empty();
    }

    private Path file(WorkCommand command) {
        if (model.isPresent() == project.isPresent()) {
            throw command.usage(
                    model.isPresent()
                            ? "MODEL and --project name two models; one is needed"
                            : "a MODEL is missing (or --project FILE)");
        }
        return model.or(() -> project).orElseThrow();
    }
}
