package org.bitwright.optimize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.onnx.LayerOperations;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.ActivationRecorder;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Improves the weights of a network after training, on calibration samples alone. Deterministic: the same model,
 * configuration, samples and options give the same result on any number of threads.
 */
public final class Improver {
    private static final double ERRORS_SHARE = 0.05;

    private final OnnxDocument document;
    private final LayerOperations operations;
    private final WeightSource source;

    public Improver(OnnxDocument document, WeightSource source) {
        this.document = document;
        this.operations = LayerOperations.of(document);
        this.source = source;
    }

    /**
     * Improves some layers.
     *
     * @param config that is improved: formats, granularities and ranges stay. What an earlier bias correction added to
     *     the layers that change is taken back first, since it was measured for other weights; so are codes that were
     *     assigned before, except by bias correction, which works on top of them
     * @param layers by name, in any order
     * @param calibration samples that nothing is evaluated on
     * @throws InferenceException if the network cannot be run on the samples, in a user's words
     * @throws java.util.concurrent.CancellationException if {@code cancel} is set
     */
    public Improvement improve(
            ImprovementKind kind,
            QuantConfig config,
            Collection<String> layers,
            Dataset calibration,
            Preprocessing preprocessing,
            ImprovementOptions options,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        CalibrationRun run = new CalibrationRun(
                document,
                operations,
                ActivationRecorder.open(document, calibration, preprocessing, cancel),
                new NetworkConstants(document.model(), source),
                options);
        List<Layer> asked = asked(layers);
        List<LayerOperation> followed = followed(layers);
        try (Blas.OneThread oneThread = Blas.oneThread()) {
            OutputErrors before = run.errors(followed, config, progress.part(0, ERRORS_SHARE), cancel);
            LayerChanges changes =
                    step(kind).improve(run, config, followed, progress.part(ERRORS_SHARE, 1 - ERRORS_SHARE), cancel);
            OutputErrors after = run.errors(followed, changes.config(), progress.part(1 - ERRORS_SHARE, 1), cancel);
            return new Improvement(kind, changes.config(), outcome(asked, changes, before, after));
        }
    }

    /**
     * Does what needs no samples ({@link ImprovementKind#needsCalibration()}); what it does to the outputs of layers stays
     * unknown.
     *
     * @throws IllegalArgumentException if the kind needs samples
     */
    public Improvement improveWithoutSamples(
            ImprovementKind kind, QuantConfig config, Collection<String> layers, CancelToken cancel) {
        if (kind.needsCalibration()) {
            throw new IllegalArgumentException(kind.id() + " needs calibration samples");
        }
        LayerChanges changes = NormalizationFoldStep.fold(document, config, followed(layers), cancel);
        OutputErrors unknown = new OutputErrors(List.of());
        return new Improvement(kind, changes.config(), outcome(asked(layers), changes, unknown, unknown));
    }

    private List<Layer> asked(Collection<String> layers) {
        Set<String> named = Set.copyOf(layers);
        return document.model().layers().stream()
                .filter(layer -> named.contains(layer.name()))
                .toList();
    }

    private List<LayerOperation> followed(Collection<String> layers) {
        Set<String> named = Set.copyOf(layers);
        return operations.all().values().stream()
                .filter(layer -> named.contains(layer.name()))
                .toList();
    }

    private static ImprovementStep step(ImprovementKind kind) {
        return switch (kind) {
            case NORMALIZATION_FOLD -> new NormalizationFoldStep();
            case EQUALIZATION -> new EqualizationStep();
            case BIAS_CORRECTION -> new BiasCorrectionStep();
            case LEARNED_ROUNDING -> RoundingStep.learned();
            case ERROR_FEEDBACK -> RoundingStep.errorFeedback();
        };
    }

    private List<ImprovedLayer> outcome(
            List<Layer> asked, LayerChanges changes, OutputErrors before, OutputErrors after) {
        List<ImprovedLayer> layers = new ArrayList<>();
        for (Layer layer : asked) {
            String name = layer.name();
            Phrase reason = operations.reason(name);
            layers.add(new ImprovedLayer(
                    name, before.of(name), after.of(name), reason.isEmpty() ? changes.note(name) : reason));
        }
        return layers;
    }
}
