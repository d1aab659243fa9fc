package org.bitwright.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ModelSource;
import org.bitwright.project.Project;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast networks run on this machine. */
@Command(
        name = "bench",
        description = "Measures how fast a model runs here, and how fast a file made from it runs beside it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false,
        footer = {
            "",
            "Both run in turns in one process, in sessions with ONNX Runtime's default options. Without --against the",
            "model runs beside itself: what its times as fast differ from 1 is the machine's own noise.",
            "JSON: {\"runtime\",\"threads\",\"vnni\",\"batches\":[{\"batch\",\"float\",\"written\",\"speedup\"}],"
                    + "\"slowing\",\"kernels\"}",
            "",
            "Example:",
            "  bitwright bench model.onnx --against int8.onnx --data t10k-images-idx3-ubyte.gz --batch 1,32"
        })
final class BenchCommand extends WorkCommand {
    @Mixin
    private final WorkSource source = new WorkSource();

    @Mixin
    private final DataOptions dataOptions = new DataOptions();

    @Option(names = "--against", paramLabel = "FILE", description = "An ONNX file with the model's inputs and outputs.")
    private Optional<Path> against = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "N[,N…]",
            split = ",",
            description = "Numbers of samples a run (default: 1,32).")
    private List<Integer> batches = LatencyRun.BATCHES;

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        if (batches.stream().anyMatch(batch -> batch < 1)) {
            throw usage("--batch takes numbers of samples of at least 1");
        }
        try (Project project = source.open(this)) {
            dataOptions.applyTo(project, Optional.empty(), this);
            LatencyComparison latency = latency(project, progress, cancel);
            LatencyReport report = new LatencyReport(latency);
            GraphReport graph = new GraphReport(latency.graph());
            result.setAll(report.json());
            graph.put(result);
            say(report.text());
            say(graph.text());
        }
    }

    /** A joined network has no file of its own to compare it with: one is written for as long as it takes. */
    private LatencyComparison latency(Project project, Progress progress, CancelToken cancel) throws Exception {
        boolean joined = project.hasNetwork() && !(project.source() instanceof ModelSource.Network);
        if (against.isPresent() || !joined) {
            return latency(project, against.orElse(project.model().path()), progress, cancel);
        }
        Path folder = Files.createTempDirectory(Engines.current().folder(), "bench-");
        Path file = folder.resolve("joined.onnx");
        try {
            project.joining().saveNetwork(file);
            return latency(project, file, progress, cancel);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder.resolve("joined.onnx.data"));
            Files.deleteIfExists(folder);
        }
    }

    private LatencyComparison latency(Project project, Path other, Progress progress, CancelToken cancel)
            throws Exception {
        return project.exporting().latency(other, threads.orElse(Parallel.threads()), batches, progress, cancel);
    }
}
