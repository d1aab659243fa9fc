package org.bitwright.training.quantizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.model.Tensor;
import org.bitwright.quant.QuantConfig;

/**
 * In which layer's overlay a constant lies: where one holds it already, there; a layer's weight and bias in its own;
 * everything else in that of the layer which follows the operator that takes it, or of the last layer behind which
 * none follows.
 */
final class OverlayPlaces {
    private final Model model;
    private final Map<String, Set<String>> places = new HashMap<>();
    private final Map<String, Integer> firstUse = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();

    private OverlayPlaces(Model model, QuantConfig config) {
        this.model = model;
        List<Operator> operators = model.operators();
        for (int i = 0; i < operators.size(); i++) {
            positions.putIfAbsent(operators.get(i).name(), i);
            for (String input : operators.get(i).inputs()) {
                firstUse.putIfAbsent(input, i);
            }
        }
        for (Layer layer : model.layers()) {
            config.of(layer.name()).overlay().ifPresent(overlay -> overlay.tensors()
                    .forEach(name -> add(name, layer)));
        }
        for (Layer layer : model.layers()) {
            addIfNew(layer.weight(), layer);
            layer.bias().ifPresent(bias -> addIfNew(bias, layer));
        }
    }

    static OverlayPlaces of(Model model, QuantConfig config) {
        return new OverlayPlaces(model, config);
    }

    private void add(String constant, Layer layer) {
        places.computeIfAbsent(constant, name -> new HashSet<>()).add(layer.name());
    }

    private void addIfNew(Tensor constant, Layer layer) {
        if (!places.containsKey(constant.name())) {
            add(constant.name(), layer);
        }
    }

    /**
     * The constants by the layer in whose overlay they lie.
     *
     * @throws IllegalArgumentException if the model has no layer
     */
    Map<String, Map<String, float[]>> shared(Map<String, float[]> constants) {
        Map<String, Map<String, float[]>> byLayer = new LinkedHashMap<>();
        constants.forEach((name, values) -> {
            for (String layer : places.getOrDefault(name, Set.of())) {
                byLayer.computeIfAbsent(layer, l -> new TreeMap<>()).put(name, values);
            }
            if (!places.containsKey(name)) {
                byLayer.computeIfAbsent(following(name).name(), l -> new TreeMap<>())
                        .put(name, values);
            }
        });
        return byLayer;
    }

    private Layer following(String constant) {
        int use = firstUse.getOrDefault(constant, 0);
        List<Layer> layers = new ArrayList<>(model.layers());
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the model has no layer whose overlay could hold '" + constant + "'");
        }
        return layers.stream()
                .filter(layer -> position(layer) >= use)
                .findFirst()
                .orElse(layers.get(layers.size() - 1));
    }

    private int position(Layer layer) {
        return layer.operators().stream()
                .mapToInt(name -> positions.getOrDefault(name, 0))
                .min()
                .orElse(0);
    }
}
