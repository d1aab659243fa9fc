package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportSource;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.Exports;
import org.bitwright.export.ReportFacts;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Writes configurations to files, runs those that are networks, and remembers them for the report. */
public final class Exporting {
    private final OnnxDocument document;
    private final ConfigHistory history;
    private final LayerCache layers;
    private final ActivationPlanning activations;
    private final DataSelection data;
    private final Measurements measurements;
    private final ReportSources told;
    private final FileRuns runs;
    private final WrittenFiles written = new WrittenFiles();

    Exporting(
            OnnxDocument document,
            ConfigHistory history,
            LayerCache layers,
            ActivationPlanning activations,
            DataSelection data,
            Measurements measurements,
            ReportSources told,
            FileRuns runs) {
        this.document = document;
        this.history = history;
        this.layers = layers;
        this.activations = activations;
        this.data = data;
        this.measurements = measurements;
        this.told = told;
        this.runs = runs;
    }

    /**
     * Writes the present configuration to a file. Where that is a network, it is run: beside the simulation, and on the
     * evaluation data where there are some.
     */
    public ExportResult export(ExportTarget target, Path file, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        QuantConfig config = history.present();
        if (target.needsNetwork()) {
            NoNetwork.refuse(document);
        }
        ActivationPlan plan = activations.plan(config, progress, cancel);
        ExportSource source = ExportSources.of(document, config, layers, plan, data, measurements);
        ReportFacts facts = target == ExportTarget.REPORT
                ? told.facts(document, config, data, measurements, written.of(config), progress, cancel)
                : ReportFacts.none();
        ExportResult result =
                runs.measured(Exports.write(target, source, facts, file, progress, cancel), progress, cancel);
        written.add(config, result);
        return result;
    }

    /**
     * Measures how fast a written network is beside the float network of the project, both in turns in one run, with the
     * first samples of the data.
     *
     * @param file an ONNX file with the inputs and outputs of the model
     * @param threads within an operator
     * @param batches numbers of samples a run, such as {@link LatencyRun#BATCHES}
     * @throws InferenceException if there are no data, or a network cannot be run on them
     */
    public LatencyComparison latency(
            Path file, int threads, List<Integer> batches, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        LatencyComparison measured = runs.latency(file, threads, batches, progress, cancel);
        written.add(file, measured);
        return measured;
    }
}
