package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.project.Project;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The model, or the project that names it. */
final class WorkSource {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "An ONNX model, or a project file (.bitwright).")
    Optional<Path> model = Optional.empty();

    @Option(
            names = "--project",
            paramLabel = "FILE",
            description = "Open this project file: model, data, configuration and results.")
    Optional<Path> project = Optional.empty();

    /** Whether it is a project file, which keeps runs of its own. */
    boolean isProject() {
        return project.isPresent()
                || model.filter(file -> file.toString().endsWith(".bitwright")).isPresent();
    }

    Project open(WorkCommand command) throws IOException {
        if (model.isPresent() == project.isPresent()) {
            throw command.usage(
                    model.isPresent()
                            ? "MODEL and --project name two models; one is needed"
                            : "a MODEL is missing (or --project FILE)");
        }
        if (project.isPresent()) {
            return Project.load(project.get());
        }
        Path file = model.orElseThrow();
        return file.toString().endsWith(".bitwright") ? Project.load(file) : Project.create(file);
    }
}
