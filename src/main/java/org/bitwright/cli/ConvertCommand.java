package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ConfigFiles;
import org.bitwright.export.ConfigImport;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a configuration of one tool and writes those of others. */
@Command(
        name = "convert",
        description = "Reads a configuration (our own, AIMET encodings 0.6.1, 1.0.0 and 2.0.0, a TensorRT calibration"
                + " cache) and writes it for other tools.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  bitwright convert model.onnx --from model.encodings --to config=model.json --to tensorrt=model.cache"
        })
final class ConvertCommand extends WorkCommand {
    @Mixin
    private final WorkSource source = new WorkSource();

    @Mixin
    private final DataOptions dataOptions = new DataOptions();

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The configuration to read.")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT=FILE",
            converter = ExportOption.Converter.class,
            description = "The configuration to write, as often as wanted: config, csv, aimet-0.6.1, aimet-1.0.0,"
                    + " aimet-2.0.0, ort-overrides, tensorrt, nncf, c-header.")
    private List<ExportOption> to = List.of();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        for (ExportOption export : to) {
            if (!export.target().isConfiguration()) {
                throw usage("--to " + export.target().id() + " is no configuration; there are: "
                        + Arrays.stream(ExportTarget.values())
                                .filter(ExportTarget::isConfiguration)
                                .map(ExportTarget::id)
                                .collect(Collectors.joining(", ")));
            }
            AtomicFile.checkTarget(export.file());
        }
        try (Project project = source.open(this)) {
            dataOptions.applyTo(project, ConfigFiles.preprocessing(from), this);
            read(project, cancel);
            ArrayNode written = result.putArray("exports");
            for (ExportOption export : to) {
                ExportReport report =
                        new ExportReport(project.exporting().export(export.target(), export.file(), progress, cancel));
                written.add(report.json());
                say(report.text());
            }
        }
    }

    private void read(Project project, CancelToken cancel) throws IOException {
        ConfigImport read = project.choices().read(from, cancel);
        ArrayNode differences = result.putArray("differences");
        read.differences().forEach(difference -> {
            differences.add(difference.toString());
            warn(from.getFileName() + ": " + difference);
        });
        project.edit("Configuration of " + from.getFileName(), read.config());
    }
}
