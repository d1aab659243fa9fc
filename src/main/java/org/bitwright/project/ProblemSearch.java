package org.bitwright.project;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.TooLargeException;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Looks for problems layer by layer. What was found in a layer's weights, and for a configuration of it, is remembered:
 * after an edit only what the edit changed is looked at again.
 */
final class ProblemSearch {
    private static final long MOST_REMEMBERED = 20_000;

    private record WeightsKey(String layer, Optional<WeightOverlay> overlay) {}

    private record ConfigKey(String layer, TensorConfig config) {}

    private final Model model;
    private final List<Problem> notes;
    private final LayerCache layers;
    private final ActivationPlanning activations;
    private final DataSelection data;
    private final CostBoundedCache<WeightsKey, List<Problem>> inWeights =
            new CostBoundedCache<>(MOST_REMEMBERED, found -> 1L + found.size());
    private final CostBoundedCache<ConfigKey, List<Problem>> inConfig =
            new CostBoundedCache<>(MOST_REMEMBERED, found -> 1L + found.size());

    ProblemSearch(OpenedModel opened, LayerCache layers, ActivationPlanning activations, DataSelection data) {
        this.model = opened.document().model();
        this.notes = opened.notes();
        this.layers = layers;
        this.activations = activations;
        this.data = data;
    }

    /** What model, data, weights and a configuration say. */
    List<Problem> all(QuantConfig config, Progress progress, CancelToken cancel) {
        List<Problem> found = new ArrayList<>(notes);
        found.addAll(IncidentProblems.all());
        found.addAll(ProblemFinder.inStructure(model));
        data.evaluation().ifPresent(set -> {
            found.addAll(ProblemFinder.inData(model, set.data(), set.source().preprocessing()));
            set.knownHints().forEach(hint -> found.add(hint.problem()));
        });
        data.training()
                .lost()
                .ifPresent(path -> found.add(Problem.ofProject(Severity.WARNING, Kind.TRAINING_DATA, path)));
        found.addAll(of(config, progress, cancel));
        return found;
    }

    /** What weights and configuration say, in the network's order. */
    private List<Problem> of(QuantConfig config, Progress progress, CancelToken cancel) {
        List<Problem> found = new ArrayList<>();
        int done = 0;
        for (Layer layer : model.layers()) {
            try {
                found.addAll(of(layer, config.of(layer.name()), cancel));
            } catch (IOException e) {
                found.add(ProblemFinder.unreadable(layer, e));
            }
            progress.update(++done, model.layers().size());
        }
        found.addAll(ofActivations(config, cancel));
        return found;
    }

    /** What the target says of the activations. Nothing is run for it: what is not known is not complained about. */
    private List<Problem> ofActivations(QuantConfig config, CancelToken cancel) {
        try {
            return RuleProblems.of(
                    activations.planAsKnown(config, cancel),
                    ActivationPlanning.needsStatistics(config)
                            && data.calibration().isEmpty());
        } catch (IOException e) {
            return List.of(); // told for the layer that cannot be read
        }
    }

    private List<Problem> of(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        WeightsKey weightsKey = new WeightsKey(layer.name(), config.overlay());
        ConfigKey configKey = new ConfigKey(layer.name(), config);
        Optional<List<Problem>> ofWeights = inWeights.get(weightsKey);
        Optional<List<Problem>> ofConfig = inConfig.get(configKey);
        if (ofWeights.isEmpty() || ofConfig.isEmpty()) {
            LayerWeights weights = layers.weights(layer, config, cancel);
            if (ofWeights.isEmpty()) {
                ofWeights = Optional.of(ProblemFinder.inWeights(weights));
                inWeights.put(weightsKey, ofWeights.get());
            }
            if (!weights.areHeld()) {
                return withTooLarge(ofWeights.get(), layer, weights);
            }
            if (ofConfig.isEmpty()) {
                ofConfig = Optional.of(ConfigProblems.of(weights, layers.quantized(layer, config, cancel)));
                inConfig.put(configKey, ofConfig.get());
            }
        }
        List<Problem> all = new ArrayList<>(ofWeights.get());
        all.addAll(ofConfig.get());
        return all;
    }

    private static List<Problem> withTooLarge(List<Problem> known, Layer layer, LayerWeights weights) {
        List<Problem> all = new ArrayList<>(known);
        try {
            weights.checkHeld();
        } catch (TooLargeException e) {
            all.add(ProblemFinder.unreadable(layer, e));
        }
        return all;
    }
}
