package org.bitwright.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/**
 * Puts another tool's parameters on a model: weights and activations by the names of their tensors, with the very grids
 * of the file as grids set by hand.
 */
final class ForeignImport {
    private final Map<String, Layer> layers;
    private final Map<String, Edge> edges;
    private final Set<String> biases;
    private final Map<String, TensorConfig> weights = new LinkedHashMap<>();
    private final Map<String, ActivationConfig> activations = new LinkedHashMap<>();
    private final Set<Phrase> differences = new LinkedHashSet<>();

    private ForeignImport(Model model) {
        layers = model.layers().stream()
                .collect(Collectors.toMap(layer -> layer.weight().name(), Function.identity(), (a, b) -> a));
        edges = model.edges().stream().collect(Collectors.toMap(Edge::name, Function.identity(), (a, b) -> a));
        biases = model.layers().stream()
                .flatMap(layer -> layer.bias().stream())
                .map(Tensor::name)
                .collect(Collectors.toSet());
    }

    /**
     * Matches a file's tensors.
     *
     * @param present whose target is kept, and whose layers are where the file has no weights
     */
    static ConfigImport onto(Model model, QuantConfig present, List<ForeignTensor> tensors) {
        ForeignImport matching = new ForeignImport(model);
        tensors.forEach(matching::add);
        List<Phrase> differences = new ArrayList<>(matching.differences);
        Map<String, TensorConfig> layers = present.layers();
        if (!matching.weights.isEmpty()) {
            layers = matching.weights;
            model.layers().stream()
                    .filter(layer -> !matching.weights.containsKey(layer.name()))
                    .forEach(layer -> differences.add(
                            Phrase.of("layer '%s' has no weights in the file and stays float", layer.name())));
        }
        return new ConfigImport(QuantConfig.of(layers, matching.activations, present.target()), false, differences);
    }

    private void add(ForeignTensor tensor) {
        Layer layer = layers.get(tensor.name());
        try {
            if (layer != null) {
                put(weights, layer.name(), ForeignGrids.of(tensor, layer));
            } else if (edges.containsKey(tensor.name())) {
                put(activations, tensor.name(), ForeignGrids.ofActivation(tensor));
            } else if (!biases.contains(tensor.name())) {
                // A bias has the scales of its layer's input and weight.
                differences.add(Phrase.of("'%s' is no weight and no activation of this model", tensor.name()));
            }
        } catch (IllegalArgumentException e) {
            differences.add(Phrase.of("'%s' is left out: %s", tensor.name(), Phrase.toldBy(e)));
        }
    }

    private <T> void put(Map<String, T> into, String name, T choice) {
        if (into.putIfAbsent(name, choice) != null) {
            differences.add(Phrase.of("'%s' appears twice in the file: the first one counts", name));
        }
    }
}
