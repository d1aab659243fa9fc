package org.bitwright.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.FileResults;
import org.bitwright.model.DataSource;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.runtime.BatchLatency;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * The table of the README: a sample model in float and exported with the usual presets, with the accuracy of the
 * file itself on all evaluation samples, its size, and its latency beside the float model's, measured in turns.
 */
final class IntegerModelsBenchmark implements Benchmark {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final List<NetworkPreset> PRESETS =
            List.of(NetworkPreset.W8A8, NetworkPreset.W8A8_DYNAMIC, NetworkPreset.W4A16_GROUP32, NetworkPreset.W4A8);
    private static final CancelToken NEVER = CancelToken.none();

    private final String model;
    private final String set;
    private final boolean equalized;

    /**
     * @param model name of a sample model
     * @param set folder of the data that it was trained for
     * @param equalized whether it is exported with equalized weights too: the channels of a depthwise network differ
     */
    IntegerModelsBenchmark(String model, String set, boolean equalized) {
        this.model = model;
        this.set = set;
        this.equalized = equalized;
    }

    @Override
    public String name() {
        return "integer-models-" + model;
    }

    @Override
    public void run() throws Exception {
        System.out.println(
                "| model | numbers | top-1 (95 % interval) | file | batch 1 ms (p10–p90) | × float | batch 32 ms |"
                        + " × float | integer / narrow / float layers |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        measure();
    }

    private static DataSource images(String set, String part) {
        Path folder = SAMPLES.resolve(set);
        return new DataSource(
                folder.resolve(part + "-images-idx3-ubyte.gz"),
                Optional.of(folder.resolve(part + "-labels-idx1-ubyte.gz")),
                Preprocessing.scaled(1 / 255f),
                OptionalInt.empty());
    }

    private void measure() throws Exception {
        Path file = SAMPLES.resolve(model + ".onnx");
        Path written = Files.createTempFile("bitwright", ".onnx");
        try (Project project = Project.create(file)) {
            project.dataSets().use(images(set, "t10k"));
            project.dataSets().useForCalibration(images(set, "calibration"));
            Accuracy floating = project.measuring()
                    .measure(QuantConfig.empty(), new Progress(), NEVER)
                    .accuracy()
                    .orElseThrow();
            System.out.println(floatRow(
                    floating,
                    Files.size(file),
                    project.exporting().latency(file, 1, LatencyRun.BATCHES, new Progress(), NEVER)));
            for (NetworkPreset preset : PRESETS) {
                project.edit(preset.id(), project.choices().withPreset(preset, true));
                writeAndTell(project, written, preset.id());
                if (equalized && preset.activation().isPresent()) {
                    equalize(project);
                    writeAndTell(project, written, preset.id() + ", equalized");
                }
                project.edit("float", QuantConfig.empty());
            }
        } finally {
            Files.delete(written);
        }
    }

    private static void equalize(Project project) throws Exception {
        List<String> layers = project.model().layers().stream().map(Layer::name).toList();
        QuantConfig equal = project.improve(
                        ImprovementKind.EQUALIZATION, layers, ImprovementOptions.defaults(), new Progress(), NEVER)
                .config();
        project.edit("equalized", equal);
    }

    private void writeAndTell(Project project, Path written, String numbers) throws Exception {
        ExportResult export = project.exporting().export(ExportTarget.QDQ, written, new Progress(), NEVER);
        System.out.println(row(
                numbers, export, project.exporting().latency(written, 1, LatencyRun.BATCHES, new Progress(), NEVER)));
    }

    private String floatRow(Accuracy accuracy, long bytes, LatencyComparison latency) {
        BatchLatency one = latency.batches().get(0);
        BatchLatency many = latency.batches().get(1);
        return String.format(
                Locale.ROOT,
                "| %s | float | %s | %.1f KB | %.3f (%.3f–%.3f) | 1 | %.2f | 1 | |",
                model,
                text(accuracy),
                bytes / 1e3,
                one.floating().median() * 1e3,
                one.floating().low() * 1e3,
                one.floating().high() * 1e3,
                many.floating().median() * 1e3);
    }

    private String row(String numbers, ExportResult export, LatencyComparison latency) {
        BatchLatency one = latency.batches().get(0);
        BatchLatency many = latency.batches().get(1);
        OptimizedGraph graph = latency.graph();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f KB | %.3f (%.3f–%.3f) | %.2f | %.2f | %.2f | %d / %d / %d |",
                model,
                numbers,
                text(export.results().flatMap(FileResults::accuracy).orElseThrow()),
                export.bytes() / 1e3,
                one.written().median() * 1e3,
                one.written().low() * 1e3,
                one.written().high() * 1e3,
                one.speedup(),
                many.written().median() * 1e3,
                many.speedup(),
                graph.count(Numbers.INTEGER),
                graph.count(Numbers.NARROW_WEIGHTS),
                graph.count(Numbers.FLOAT));
    }

    private static String text(Accuracy accuracy) {
        return String.format(
                Locale.ROOT, "%.2f %% (%.2f–%.2f)", 100 * accuracy.top1(), 100 * accuracy.low(), 100 * accuracy.high());
    }
}
