package org.bitwright.analysis.sensitivity;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.analysis.QuantizedValues;
import org.bitwright.analysis.Sweep;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/** What runs for the cells of a plan. Values of weights are made when they are needed, and not kept. */
final class TriedNetworks {
    private final Model model;
    private final QuantConfig present;
    private final Sweep.Source source;
    private final QuantizedValues quantized;
    private final List<Layer> layers;
    private final Candidate floatBase;
    private @Nullable Candidate presentBase;

    TriedNetworks(SensitivityPlan plan, Model model, Sweep.Source source) {
        this.model = model;
        this.present = plan.present();
        this.source = source;
        this.quantized = new QuantizedValues(source);
        plan.layers().stream()
                .filter(name -> model.layer(name).isEmpty())
                .findFirst()
                .ifPresent(name -> {
                    throw new RefusedException(Phrase.of("no layer is named '%s'", name));
                });
        this.layers = model.layers().stream()
                .filter(layer -> plan.layers().isEmpty() || plan.layers().contains(layer.name()))
                .toList();
        Map<String, float[]> overlays = new HashMap<>();
        model.layers()
                .forEach(layer ->
                        present.of(layer.name()).baseOverlay().ifPresent(overlay -> overlays.putAll(overlay.values())));
        this.floatBase = Candidate.ofWeights(overlays);
    }

    /** The layers that are tried, in the network's order. */
    List<Layer> layers() {
        return layers;
    }

    /** The network in float, on the weights that the present configuration quantizes. */
    Candidate floatBase() {
        return floatBase;
    }

    /** Equal for columns that come to the same numbers. */
    TensorConfig config(Layer layer, SensitivityColumn column) {
        return QuantizedValues.essence(layer, column.config(layer, present));
    }

    /** The network in float but for one layer. */
    LayerTrials.Trial alone(Layer layer, TensorConfig config) {
        String weight = layer.weight().name();
        return new LayerTrials.Trial(
                List.of(layer.name(), config),
                Set.of(weight),
                cancel ->
                        config.format().isQuantized() ? Map.of(weight, quantized.of(layer, config, cancel)) : Map.of());
    }

    /** The network as the present configuration makes it. */
    Candidate presentBase(CancelToken cancel) throws IOException, InferenceException {
        Candidate known = presentBase;
        if (known == null) {
            Map<String, float[]> constants = new HashMap<>();
            for (Layer layer : model.layers()) {
                TensorConfig config = present.of(layer.name());
                config.overlay().ifPresent(overlay -> constants.putAll(overlay.values()));
                if (config.format().isQuantized()) {
                    constants.put(layer.weight().name(), quantized.of(layer, config, cancel));
                }
            }
            known = withActivations(constants, present, cancel);
            presentBase = known;
        }
        return known;
    }

    /** The network as the present configuration makes it, but for one layer in float. */
    Candidate spared(Layer layer, CancelToken cancel) throws IOException, InferenceException {
        TensorConfig before = present.of(layer.name());
        TensorConfig config = TensorConfig.unquantized().withOverlay(before.baseOverlay());
        Map<String, float[]> constants = new HashMap<>(presentBase(cancel).constants());
        // What is left out has the network's own values.
        constants.remove(layer.weight().name());
        before.overlay()
                .ifPresent(
                        overlay -> constants.keySet().removeAll(overlay.values().keySet()));
        layer.bias().ifPresent(bias -> constants.remove(bias.name()));
        config.overlay().ifPresent(overlay -> constants.putAll(overlay.values()));
        return withActivations(constants, present.with(layer.name(), config), cancel);
    }

    /**
     * A candidate as a trial of the present base: empty where it rounds activations in another way, as a target's rules
     * may want it.
     */
    Optional<LayerTrials.Trial> ofPresent(Layer layer, Candidate candidate, CancelToken cancel)
            throws IOException, InferenceException {
        Candidate base = presentBase(cancel);
        if (!candidate.activations().equals(base.activations())) {
            return Optional.empty();
        }
        Set<String> changed = new HashSet<>(base.constants().keySet());
        changed.addAll(candidate.constants().keySet());
        changed.removeIf(name ->
                Arrays.equals(base.constants().get(name), candidate.constants().get(name)));
        Map<String, float[]> values = new HashMap<>(candidate.constants());
        values.keySet().retainAll(changed);
        return Optional.of(new LayerTrials.Trial(List.of(layer.name()), changed, c -> values));
    }

    private Candidate withActivations(Map<String, float[]> constants, QuantConfig config, CancelToken cancel)
            throws IOException, InferenceException {
        if (!config.quantizesActivations()) {
            return Candidate.ofWeights(constants);
        }
        ActivationPlan plan = source.plan(config, cancel);
        plan.biases().values().forEach(bias -> constants.put(bias.bias(), bias.values()));
        return new Candidate(constants, plan.quantizers());
    }
}
