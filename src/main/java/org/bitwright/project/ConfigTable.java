package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
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
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/**
 * The configurations that results of a project file speak of. A search measures hundreds that are made of few choices:
 * each choice and each name is written once, a configuration is a list of numbers, and results refer to it by its place.
 * Before version 4 each result held its configuration itself; that is read too. Used by one thread.
 */
final class ConfigTable {
    private static final String NAME = "configurations";

    /** Choices of all configurations together: a small file could ask for more than memory holds. */
    static final long MOST_CHOICES = 8_000_000;

    private static final int ABSENT = -1;

    private final ChangedWeights changed;
    private final Map<String, Integer> layers = new LinkedHashMap<>();
    private final Map<TensorConfig, Integer> choices = new LinkedHashMap<>();
    private final Map<Map<String, ActivationConfig>, Integer> activations = new LinkedHashMap<>();
    private final Map<QuantConfig, Integer> places = new LinkedHashMap<>();
    private List<QuantConfig> read = List.of();

    ConfigTable(ChangedWeights changed) {
        this.changed = changed;
    }

    /** Where a configuration stands; it is added unless it is there. */
    int place(QuantConfig config) {
        config.layers().forEach((layer, choice) -> {
            layers.putIfAbsent(layer, layers.size());
            choices.putIfAbsent(choice, choices.size());
        });
        activations.putIfAbsent(config.activations(), activations.size());
        return places.computeIfAbsent(config, added -> places.size());
    }

    /** Adds the table to the root of the document. */
    void put(ObjectNode root) {
        ObjectNode table = root.putObject(NAME);
        ArrayNode names = table.putArray("layers");
        layers.keySet().forEach(names::add);
        ArrayNode choiceList = table.putArray("choices");
        choices.keySet().forEach(choice -> ConfigJson.put(choiceList.addObject(), choice, changed));
        ArrayNode activationList = table.putArray("activations");
        activations.keySet().forEach(choice -> activationList.add(SavedConfig.activations(choice)));
        ArrayNode list = table.putArray("list");
        places.keySet().forEach(config -> put(config, list.addObject()));
    }

    private void put(QuantConfig config, ObjectNode into) {
        ArrayNode numbers = into.putArray("choices");
        for (String layer : layers.keySet()) {
            TensorConfig choice = config.layers().get(layer);
            numbers.add(choice == null ? ABSENT : choices.getOrDefault(choice, ABSENT));
        }
        into.put("activations", activations.get(config.activations()));
        into.put("target", config.target().id());
    }

    /** Reads the table of a document; an empty one where there is none. */
    static ConfigTable read(JsonField root, ChangedWeights changed) throws InvalidFileException {
        ConfigTable table = new ConfigTable(changed);
        Optional<JsonField> field = root.find(NAME);
        if (field.isPresent()) {
            table.read = table.configs(field.get());
        }
        return table;
    }

    private List<QuantConfig> configs(JsonField table) throws InvalidFileException {
        List<String> names = new ArrayList<>();
        for (JsonField name : table.get("layers").elements()) {
            names.add(name.text());
        }
        List<TensorConfig> known = new ArrayList<>();
        for (JsonField choice : table.get("choices").elements()) {
            known.add(ConfigJson.read(choice, changed));
        }
        List<Map<String, ActivationConfig>> knownActivations = new ArrayList<>();
        for (JsonField choice : table.get("activations").elements()) {
            knownActivations.add(SavedConfig.activations(choice));
        }
        List<JsonField> list = table.get("list").elements();
        if ((long) list.size() * names.size() > MOST_CHOICES) {
            return table.get("list").fail(Phrase.of("more than %s choices are too many for a project", MOST_CHOICES));
        }
        List<QuantConfig> configs = new ArrayList<>();
        for (JsonField config : list) {
            int place = (int) config.get("activations").integer(0, knownActivations.size() - 1);
            configs.add(QuantConfig.of(
                    layers(config.get("choices"), names, known),
                    knownActivations.get(place),
                    ActivationJson.target(config)));
        }
        return configs;
    }

    private static Map<String, TensorConfig> layers(JsonField field, List<String> names, List<TensorConfig> known)
            throws InvalidFileException {
        int[] numbers = field.integers(ABSENT, known.size() - 1);
        if (numbers.length != names.size()) {
            return field.fail(Phrase.of("one number for each of %s layers is expected", names.size()));
        }
        Map<String, TensorConfig> chosen = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != ABSENT) {
                chosen.put(names.get(i), known.get(numbers[i]));
            }
        }
        return chosen;
    }

    /** The configuration that a field refers to, or holds. */
    QuantConfig config(JsonField field) throws InvalidFileException {
        return field.isNumber() ? read.get((int) field.integer(0, read.size() - 1)) : SavedConfig.read(field, changed);
    }
}
