package org.bitwright.io.keras;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration tells of a layer, or of a model of layers.
 *
 * @param name given by the user, or numbered by Keras; may be empty
 * @param type its class, such as {@code Dense}
 * @param scale whether a normalization has a gamma
 * @param center whether it has a beta
 * @param layers in a model, in its order
 * @param parts layers that it wraps, by their key in the configuration
 */
record LayerConfig(
        String name,
        String type,
        boolean scale,
        boolean center,
        List<LayerConfig> layers,
        Map<String, LayerConfig> parts) {

    /** A layer of which nothing but its class is known. */
    static LayerConfig ofType(String type) {
        return new LayerConfig("", type, true, true, List.of(), Map.of());
    }

    /** The layer of this name at any depth. */
    Optional<LayerConfig> named(String wanted) {
        Deque<LayerConfig> left = new ArrayDeque<>(List.of(this));
        while (!left.isEmpty()) {
            LayerConfig next = left.remove();
            if (next != this && next.name.equals(wanted)) {
                return Optional.of(next);
            }
            left.addAll(next.layers);
            left.addAll(next.parts.values());
        }
        return Optional.empty();
    }

    /** The layers by the names that Keras 3 gives their groups: the class in snake case, numbered from the second on. */
    Map<String, LayerConfig> byGroup() {
        Map<String, LayerConfig> groups = new LinkedHashMap<>();
        Map<String, Integer> used = new HashMap<>();
        for (LayerConfig layer : layers) {
            String snake = snakeCase(layer.type);
            int count = used.merge(snake, 1, Integer::sum);
            groups.put(count == 1 ? snake : snake + "_" + (count - 1), layer);
        }
        return groups;
    }

    /** The layer behind a group of a wrapper, such as {@code cell} or {@code forward_layer}. */
    Optional<LayerConfig> part(String group) {
        LayerConfig part = parts.get(group);
        if (part == null && group.endsWith("_layer")) {
            part = parts.get("layer");
        }
        if (part == null && group.equals("cell")) {
            part = ofType(type);
        }
        return Optional.ofNullable(part);
    }

    static String snakeCase(String type) {
        return type.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
