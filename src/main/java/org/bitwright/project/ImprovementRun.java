package org.bitwright.project;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.optimize.Improvement;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.optimize.Improver;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Improves weights on the calibration data and measures on the evaluation data what it gained: two parts, no peeking. */
final class ImprovementRun {
    private static final double MEASURED_SHARE = 0.1;

    private final OnnxDocument document;
    private final LayerCache layers;
    private final DataSelection data;
    private final Measuring measuring;

    ImprovementRun(OnnxDocument document, LayerCache layers, DataSelection data, Measuring measuring) {
        this.document = document;
        this.layers = layers;
        this.data = data;
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
        NoNetwork.refuse(document);
        Optional<EvaluationSet> calibration = data.calibration();
        if (kind.needsCalibration() && calibration.isEmpty()) {
            throw new InferenceException(Phrase.of(
                    "There are no calibration data. Open some, or take them from the start of the evaluation data."));
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

    private Optional<Measurement> measure(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return measuring.isPossible(config)
                ? Optional.of(measuring.measureOnce(config, progress, cancel))
                : Optional.empty();
    }
}
