package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.export.ActivationJson;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/**
 * Configurations as project files hold them. Before version 3 one was the list of its layers; now it is an object, in
 * which activations with the same choice stand together.
 */
final class SavedConfig {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SavedConfig() {}

    static ObjectNode json(QuantConfig config, ChangedWeights changed) {
        ObjectNode node = NODES.objectNode();
        ArrayNode layers = node.putArray("layers");
        config.layers().forEach((name, choice) -> {
            ObjectNode layer = layers.addObject().put("name", name);
            ConfigJson.put(layer, choice, changed);
        });
        if (!config.activations().isEmpty()) {
            node.set("activations", activations(config.activations()));
        }
        return node.put("target", config.target().id());
    }

    /** Activations with the same choice stand together. */
    static ArrayNode activations(Map<String, ActivationConfig> choices) {
        Map<ActivationConfig, List<String>> edges = new LinkedHashMap<>();
        choices.forEach((edge, choice) ->
                edges.computeIfAbsent(choice, c -> new ArrayList<>()).add(edge));
        ArrayNode list = NODES.arrayNode();
        edges.forEach((choice, names) -> {
            ObjectNode node = list.addObject();
            ActivationJson.put(node, choice);
            ArrayNode array = node.putArray("names");
            names.forEach(array::add);
        });
        return list;
    }

    static QuantConfig read(JsonField field, ChangedWeights changed) throws InvalidFileException {
        JsonField list = field.isList() ? field : field.get("layers");
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        for (JsonField layer : list.elements()) {
            layers.put(layer.get("name").text(), ConfigJson.read(layer, changed));
        }
        if (field.isList()) {
            return QuantConfig.of(layers);
        }
        Optional<JsonField> activations = field.find("activations");
        return QuantConfig.of(
                layers,
                activations.isPresent() ? activations(activations.get()) : Map.of(),
                ActivationJson.target(field));
    }

    static Map<String, ActivationConfig> activations(JsonField list) throws InvalidFileException {
        Map<String, ActivationConfig> choices = new LinkedHashMap<>();
        for (JsonField group : list.elements()) {
            ActivationConfig choice = ActivationJson.read(group);
            for (JsonField name : group.get("names").elements()) {
                choices.put(name.text(), choice);
            }
        }
        return choices;
    }
}
