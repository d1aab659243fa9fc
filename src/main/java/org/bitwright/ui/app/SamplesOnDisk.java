package org.bitwright.ui.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.ui.start.SampleCard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The samples that come with the program. */
final class SamplesOnDisk {
    private static final Logger LOG = LoggerFactory.getLogger(SamplesOnDisk.class);

    private final List<SampleCard> cards = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    /** A sample's files. */
    record Sample(String id, Path model, DataSource data, Optional<DataSource> calibration) {}

    SamplesOnDisk(Path folder) {
        Path list = folder.resolve("samples.json");
        if (!Files.isRegularFile(list)) {
            return;
        }
        try {
            for (JsonNode entry : new ObjectMapper().readTree(list.toFile()).path("samples")) {
                read(folder, entry);
            }
        } catch (IOException e) {
            LOG.warn("Samples cannot be listed: {}", e.getMessage());
        }
    }

    private void read(Path folder, JsonNode entry) {
        String id = entry.path("id").asText();
        cards.add(new SampleCard(
                id,
                entry.path("title").asText(),
                entry.path("dataset").asText(),
                entry.path("parameters").asLong(),
                entry.path("correct").asLong(),
                entry.path("samples").asLong(),
                language -> entry.path(
                                language.getLanguage().equals(Locale.CHINESE.getLanguage())
                                        ? "descriptionZh"
                                        : "description")
                        .asText()));
        samples.add(new Sample(
                id,
                folder.resolve(entry.path("model").asText()),
                source(folder, entry, "data", "labels"),
                Optional.of(source(folder, entry, "calibration", "calibrationLabels"))));
    }

    private static DataSource source(Path folder, JsonNode entry, String data, String labels) {
        Path file = folder.resolve(entry.path(data).asText());
        return new DataSource(
                file,
                Optional.of(folder.resolve(entry.path(labels).asText())),
                Preprocessing.scaled(DatasetReader.defaultScale(file)),
                OptionalInt.empty());
    }

    List<SampleCard> cards() {
        return List.copyOf(cards);
    }

    Optional<Sample> find(String id) {
        return samples.stream().filter(sample -> sample.id().equals(id)).findFirst();
    }
}
