package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Glob;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that measures configurations for long, and does not lose what it measured when it is cancelled. */
abstract class ExploreCommand extends WorkCommand {
    @Mixin
    final WorkSource source = new WorkSource();

    @Mixin
    final PresentOptions presentOptions = new PresentOptions();

    @Mixin
    final DataOptions dataOptions = new DataOptions();

    @Option(
            names = "--bits",
            paramLabel = "LIST",
            converter = BitWidths.Converter.class,
            description = "Widths that a layer may have: numbers and ranges, such as 2,4,8 or 2-8 (default: 2-8).")
    Optional<BitWidths> bits = Optional.empty();

    @Option(
            names = "--series",
            paramLabel = "LINE",
            converter = SeriesOption.Converter.class,
            description = "How a layer may be quantized, repeatable: [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME], or a"
                    + " format alone (default: as the layers are quantized at present, else channel+mse).")
    List<SweepSeries> series = List.of();

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description =
                    "Save everything as a project file (.bitwright), also after Ctrl-C: given as MODEL, it goes on"
                            + " from there.")
    Optional<Path> save = Optional.empty();

    /** The work between opening and saving. */
    abstract void explore(Project project, Progress progress, CancelToken cancel) throws Exception;

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        if (series.stream().anyMatch(line -> line.part().hasActivations())) {
            throw usage("--series: layers are tried with other weights; a: and wa: are for sweep");
        }
        try (Project project = source.open(this, save)) {
            dataOptions.applyTo(project, presentOptions.preprocessing(), this);
            if (project.dataSets().evaluation().isEmpty()) {
                throw usage("--data is missing: what a choice costs is measured on samples");
            }
            presentOptions.applyTo(project, this, cancel);
            dataOptions.tellHints(project, this, progress, cancel);
            explore(project, cancel, progress);
            save(project, save);
        }
    }

    private void explore(Project project, CancelToken cancel, Progress progress) throws Exception {
        boolean ended = false;
        try {
            explore(project, progress, cancel);
            ended = true;
        } finally {
            // Cancelled work ends in more ways than one: a run that is broken off may fail first.
            if (!ended && cancel.isCancelled()) {
                keep(project);
            }
        }
    }

    private void keep(Project project) throws IOException {
        if (save.isPresent()) {
            Path kept = keep(project, save.get());
            warn("bitwright: what was measured so far is in " + kept + "; go on with: bitwright " + spec.name() + " "
                    + kept + " …");
        }
    }

    /** Names of the layers that match; none without a pattern. */
    final List<String> matching(Project project, Optional<String> glob) {
        try {
            return glob.isPresent() ? new Glob(glob.get()).layersOf(project.model()) : List.of();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }
}
