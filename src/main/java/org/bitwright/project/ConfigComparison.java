package org.bitwright.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.analysis.PairedTest;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.Exports;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.VariantComparison.LayerRow;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Puts configurations side by side: layer by layer, by what they answer, and by how fast they are. */
final class ConfigComparison {
    private final OnnxDocument document;
    private final LayerCache layers;
    private final DataSelection data;
    private final ActivationPlanning activations;
    private final Measuring measuring;
    private final FileRuns runs;

    ConfigComparison(
            OnnxDocument document,
            LayerCache layers,
            DataSelection data,
            ActivationPlanning activations,
            Measuring measuring,
            FileRuns runs) {
        this.document = document;
        this.layers = layers;
        this.data = data;
        this.activations = activations;
        this.measuring = measuring;
        this.runs = runs;
    }

    Model model() {
        return document.model();
    }

    VariantComparison compare(Variant first, Variant second, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        List<LayerRow> rows = new ArrayList<>();
        for (Layer layer : model().layers()) {
            rows.add(row(layer, first.config().of(layer.name()), second.config().of(layer.name()), cancel));
        }
        Optional<Measurement> before = measured(first.config(), progress.part(0, 0.5), cancel);
        Optional<Measurement> after = measured(second.config(), progress.part(0.5, 1), cancel);
        Optional<PairedTest> test = before.flatMap(Measurement::outcomes)
                .flatMap(one -> after.flatMap(Measurement::outcomes).map(other -> PairedTest.of(one, other)));
        return new VariantComparison(
                first,
                second,
                rows,
                measuring.bytes(first.config()),
                measuring.bytes(second.config()),
                before,
                after,
                test);
    }

    private LayerRow row(Layer layer, TensorConfig first, TensorConfig second, CancelToken cancel) throws IOException {
        return new LayerRow(
                layer.name(),
                first,
                second,
                sqnrDb(layer, first, cancel),
                sqnrDb(layer, second, cancel),
                StorageSize.bytes(layer, first),
                StorageSize.bytes(layer, second));
    }

    private double sqnrDb(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        return config.format().isQuantized()
                ? layers.quantized(layer, config, cancel).error().sqnrDb()
                : Double.POSITIVE_INFINITY;
    }

    private Optional<Measurement> measured(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return measuring.isPossible(config)
                ? Optional.of(measuring.measureOnce(config, progress, cancel))
                : Optional.empty();
    }

    VariantLatency latency(
            QuantConfig first,
            QuantConfig second,
            int threads,
            List<Integer> batches,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        NoNetwork.refuse(document);
        Path folder = Files.createTempDirectory(Engines.current().folder(), "latency-");
        try {
            OnnxDocument one = written(first, folder.resolve("first.onnx"), progress.part(0, 0.1), cancel);
            OnnxDocument other = written(second, folder.resolve("second.onnx"), progress.part(0.1, 0.2), cancel);
            return VariantLatency.of(runs.latency(one, other, threads, batches, progress.part(0.2, 1), cancel));
        } finally {
            delete(folder);
        }
    }

    /** Not checked beside the simulation, which takes passes: that is done when it is exported. */
    private OnnxDocument written(QuantConfig config, Path file, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        Exports.write(
                ExportTarget.QDQ,
                ExportSources.unchecked(document, config, layers, activations.plan(config, progress, cancel), data),
                file,
                progress,
                cancel);
        return OnnxDocument.open(file);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
