package org.bitwright.io.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Parses a model's configuration. Only classes, names and nesting are looked at; nothing named in it is ever made. */
final class ConfigReader {
    /** As a tree in memory a text takes some twenty times as much. */
    static final int MAX_BYTES = 8 << 20;

    private static final int MAX_DEPTH = 200;
    private static final int MAX_NAME = 4096;
    private static final String CLASS = "class_name";
    private static final String CONFIG = "config";
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNameLength(MAX_NAME)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .build();

    private ConfigReader() {}

    /** @param place of the configuration in the file, for messages */
    static LayerConfig read(Path file, Phrase place, String json) throws IOException {
        if (json.length() > MAX_BYTES) {
            throw new InvalidFileException(file, place, Phrase.of("a configuration of more than 8 MB is not read"));
        }
        try {
            return layer(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw new InvalidFileException(
                    file, place, Phrase.of("it is no valid JSON, or nested too deeply, at character %s", at), e);
        }
    }

    private static LayerConfig layer(JsonNode node) {
        JsonNode config = node.path(CONFIG);
        // Sequential models of Keras 1 and early 2 had the list of layers right here
        JsonNode layers = config.isArray() ? config : config.path("layers");
        List<LayerConfig> inside = new ArrayList<>();
        for (JsonNode layer : layers) {
            if (layer.has(CLASS)) {
                inside.add(layer(layer));
            }
        }
        Map<String, LayerConfig> parts = new LinkedHashMap<>();
        config.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            if (value.path(CONFIG).isObject() && value.has(CLASS)) {
                parts.put(entry.getKey(), layer(value));
            }
        });
        String name = config.path("name").asText(node.path("name").asText(""));
        return new LayerConfig(
                name,
                node.path(CLASS).asText(""),
                config.path("scale").asBoolean(true),
                config.path("center").asBoolean(true),
                inside,
                parts);
    }
}
