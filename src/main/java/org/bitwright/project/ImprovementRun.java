package org.bitwright.project;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.optimize.Improvement;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.optimize.Improver;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.StorageSize;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Improves weights on the calibration data and measures on the evaluation data what it gained: two parts, no peeking. */
final class ImprovementRun {
    private static final double MEASURED_SHARE = 0.1;

    private final OnnxDocument document;
    private final LayerCache layers;
    private final DataSelection data;
    private final Measurements measurements;
    private final MeasurementRun measuring;

    ImprovementRun(
            OnnxDocument document,
            LayerCache layers,
            DataSelection data,
            Measurements measurements,
            MeasurementRun measuring) {
        this.document = document;
        this.layers = layers;
        this.data = data;
        this.measurements = measurements;
        this.measuring = measuring;
    }

    ImprovementResult improve(
            ImprovementKind kind,
            QuantConfig config,
            Collection<String> names,
            ImprovementOptions options,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        Optional<EvaluationSet> calibration = data.calibration();
        if (kind.needsCalibration() && calibration.isEmpty()) {
            throw new InferenceException("There are no calibration data. Open some, or take them from"
                    + " the start of the evaluation data.");
        }
        Optional<Measurement> before = measure(config, progress.part(0, MEASURED_SHARE), cancel);
        Improver improver = new Improver(document, layers::weights);
        Improvement improvement = calibration.isEmpty()
                ? improver.improveWithoutSamples(kind, config, names, cancel)
                : improver.improve(
                        kind,
                        config,
                        names,
                        calibration.get().data(),
                        calibration.get().source().preprocessing(),
                        options,
                        progress.part(MEASURED_SHARE, 1 - MEASURED_SHARE),
                        cancel);
        Optional<Measurement> after = measure(improvement.config(), progress.part(1 - MEASURED_SHARE, 1), cancel);
        return new ImprovementResult(config, improvement, before, after);
    }

    /** What is known is not measured again. */
    private Optional<Measurement> measure(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        boolean possible = data.evaluation().isPresent()
                && (data.calibration().isPresent() || !ActivationPlanning.needsStatistics(config));
        if (!possible) {
            return Optional.empty();
        }
        Optional<Measurement> known = measurements.get(config);
        return known.isPresent() ? known : Optional.of(measuring.measure(config, bytes(config), progress, cancel));
    }

    private long bytes(QuantConfig config) {
        return document.model().layers().stream()
                .mapToLong(layer -> StorageSize.bytes(layer, config.of(layer.name())))
                .sum();
    }
}
