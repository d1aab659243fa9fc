package org.bitwright.cli;

import java.io.IOException;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import picocli.CommandLine.Mixin;

/** The options of commands that make a configuration of a model, do something with it on data, and export it. */
final class ConfiguredWork {
    @Mixin
    final WorkSource source = new WorkSource();

    @Mixin
    final ConfigOptions config = new ConfigOptions();

    @Mixin
    final DataOptions data = new DataOptions();

    @Mixin
    final ExportOptions exports = new ExportOptions();

    /** Makes the data that the options name the project's: read as the configuration says, where they do not. */
    void useData(Project project, WorkCommand command) throws IOException {
        data.applyTo(project, config.present.preprocessing(), command);
    }

    /** Makes the configuration that the options ask for the project's. */
    void configure(Project project, WorkCommand command, CancelToken cancel) throws IOException {
        config.applyTo(project, command, cancel);
    }
}
