package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.ExportResult;
import org.bitwright.project.Project;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import picocli.CommandLine.Option;

/** The files to write, and whether to measure how fast they are. */
final class ExportOptions {
    @Option(
            names = "--export",
            paramLabel = "FORMAT=FILE",
            converter = ExportOption.Converter.class,
            description = "Write a file, as often as wanted: qdq, simulated (ONNX), config (JSON), csv, huffman,"
                    + " safetensors, pth (state dict of PyTorch), aimet-0.6.1, aimet-1.0.0, aimet-2.0.0, ort-overrides, tensorrt, nncf, c-header, report (HTML,"
                    + " written last).")
    List<ExportOption> exports = List.of();

    @Option(
            names = "--latency",
            description = "Measure how fast each exported network is beside the float one, in turns, at batch 1 and 32 "
                    + "(needs data). JSON: exports[].latency.batches[].{batch,float,written,speedup}, with median_ms, "
                    + "p10_ms, p90_ms, runs and samples_per_second each; .slowing says what costs time.")
    boolean latency;

    /** Says before long work whether the files could be written. */
    void checkTargets() throws IOException {
        for (ExportOption export : exports) {
            AtomicFile.checkTarget(export.file());
        }
    }

    /** Writes the files and tells of them; reports last. */
    void write(Project project, WorkCommand command, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        for (ExportOption export : ExportOption.reportsLast(exports)) {
            write(export, project, command, progress, cancel);
        }
        command.result.withArray("exports");
    }

    /** Writes one more. */
    void write(ExportOption export, Project project, WorkCommand command, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        ArrayNode written = command.result.withArray("exports");
        ExportResult exported = project.exporting().export(export.target(), export.file(), progress, cancel);
        ExportReport report = new ExportReport(exported);
        ObjectNode node = report.json();
        written.add(node);
        command.say(report.text());
        if (latency && exported.graph().isPresent()) {
            LatencyReport speed = new LatencyReport(project.exporting()
                    .latency(export.file(), Parallel.threads(), LatencyRun.BATCHES, progress, cancel));
            node.set("latency", speed.json());
            command.say(speed.text());
        }
    }
}
