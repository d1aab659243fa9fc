package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.runtime.Optimization;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a model under a configuration in any of the {@link ExportTarget}s, and runs what can be run. */
public final class Exports {
    private static final Logger LOG = LoggerFactory.getLogger(Exports.class);

    private Exports() {}

    /**
     * Writes {@code file} atomically, then runs it on the source's check samples where it is a network.
     *
     * @throws IOException if the target is an input of the work or cannot be written; an old file is then untouched
     * @throws InferenceException if the written file does not run; it is left for inspection
     */
    public static ExportResult write(
            ExportTarget target, ExportSource source, Path file, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return write(target, source, ReportFacts.none(), file, progress, cancel);
    }

    /**
     * The same with what a report tells besides.
     *
     * @throws IOException if the target is an input of the work or cannot be written; an old file is then untouched
     * @throws InferenceException if the written file does not run; it is left for inspection
     */
    public static ExportResult write(
            ExportTarget target,
            ExportSource source,
            ReportFacts facts,
            Path file,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        ExportSource.refuse(file, source.inputs());
        Exporter exporter = exporter(target, facts);
        progress.message(String.valueOf(file.getFileName()));
        List<Phrase> losses = exporter.write(source, file, cancel);
        Optional<OptimizedGraph> graph = Optional.empty();
        Optional<Parity> parity = Optional.empty();
        if (exporter.isRunnable()) {
            OnnxDocument written = OnnxDocument.open(file);
            graph = optimized(written, cancel);
            Optional<CheckSet> check = source.check().filter(set -> set.samples() > 0);
            if (check.isPresent()) {
                boolean rounds =
                        graph.isPresent() && graph.get().accuracyLevel().isPresent();
                parity = Optional.of(ParityCheck.run(written, rounds, source, check.get(), progress, cancel));
            }
        }
        return new ExportResult(
                target,
                file,
                Files.size(file),
                BrokenRules.of(target, source),
                losses,
                parity.map(p -> OptionalDouble.of(p.maxDifference())).orElse(OptionalDouble.empty()),
                parity.map(Parity::samples).orElse(0),
                parity,
                graph,
                Optional.empty());
    }

    /** Empty where ONNX Runtime does not load the file: that is told when it is to be run. */
    private static Optional<OptimizedGraph> optimized(OnnxDocument written, CancelToken cancel) throws IOException {
        try {
            return Optional.of(Optimization.of(written, cancel));
        } catch (InferenceException e) {
            LOG.debug("the written file could not be loaded", e);
            return Optional.empty();
        }
    }

    private static Exporter exporter(ExportTarget target, ReportFacts facts) {
        return switch (target) {
            case QDQ -> new QdqExport();
            case SIMULATED -> new SimulatedExport();
            case CONFIG -> new ConfigExport();
            case CSV -> new CsvExport();
            case HUFFMAN -> new HuffmanExport();
            case SAFETENSORS -> StateDictExport.safetensors();
            case PTH -> StateDictExport.pth();
            case AIMET_0_6_1 -> new AimetExport(AimetVersion.V0_6_1);
            case AIMET_1_0_0 -> new AimetExport(AimetVersion.V1_0_0);
            case AIMET_2_0_0 -> new AimetExport(AimetVersion.V2_0_0);
            case ORT_OVERRIDES -> new OverridesExport();
            case TENSORRT -> new TensorRtExport();
            case NNCF -> new NncfExport();
            case C_HEADER -> new CHeaderExport();
            case REPORT -> new ReportExport(facts);
        };
    }
}
