package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.export.JsonField;
import org.bitwright.export.PreprocessingJson;
import org.bitwright.model.DataSource;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;

/** A data set as a project file names it. */
record SavedData(
        SavedPath samples,
        Optional<SavedPath> labels,
        String digest,
        Preprocessing preprocessing,
        OptionalInt limit,
        ImageSettings images,
        Optional<String> labelColumn) {

    /** Of no images, and with the label column found by its name. */
    SavedData(
            SavedPath samples,
            Optional<SavedPath> labels,
            String digest,
            Preprocessing preprocessing,
            OptionalInt limit) {
        this(samples, labels, digest, preprocessing, limit, ImageSettings.usual(), Optional.empty());
    }

    static SavedData of(EvaluationSet set, Path projectFile) {
        DataSource source = set.source();
        return new SavedData(
                SavedPath.of(source.samples(), projectFile),
                source.labels().map(path -> SavedPath.of(path, projectFile)),
                set.data().digest(),
                source.preprocessing(),
                source.limit(),
                source.images(),
                source.labelColumn());
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("samples", samples.json());
        labels.ifPresent(path -> node.set("labels", path.json()));
        node.put("sha256", digest);
        PreprocessingJson.put(node.putObject("preprocessing"), preprocessing);
        limit.ifPresent(count -> node.put("limit", count));
        labelColumn.ifPresent(column -> node.put("labelColumn", column));
        if (!images.equals(ImageSettings.usual())) {
            ObjectNode imageNode = node.putObject("images");
            imageNode.put("fit", text(images.fit()));
            imageNode.put("order", text(images.order()));
            images.shorterSide().ifPresent(side -> imageNode.put("shorterSide", side));
        }
        return node;
    }

    static SavedData read(JsonField from) throws InvalidFileException {
        Optional<JsonField> labels = from.find("labels");
        Optional<JsonField> limit = from.find("limit");
        Optional<JsonField> column = from.find("labelColumn");
        return new SavedData(
                SavedPath.read(from.get("samples")),
                labels.isPresent() ? Optional.of(SavedPath.read(labels.get())) : Optional.empty(),
                from.get("sha256").text(),
                PreprocessingJson.read(from.get("preprocessing")),
                limit.isPresent()
                        ? OptionalInt.of((int) limit.get().integer(1, Integer.MAX_VALUE))
                        : OptionalInt.empty(),
                images(from),
                column.isPresent() ? Optional.of(column.get().text()) : Optional.empty());
    }

    private static ImageSettings images(JsonField from) throws InvalidFileException {
        Optional<JsonField> images = from.find("images");
        if (images.isEmpty()) {
            return ImageSettings.usual();
        }
        Optional<JsonField> side = images.get().find("shorterSide");
        return new ImageSettings(
                choice(images.get().get("fit"), ImageSettings.Fit.values()),
                side.isPresent() ? OptionalInt.of((int) side.get().integer(1, Integer.MAX_VALUE)) : OptionalInt.empty(),
                choice(images.get().get("order"), ImageSettings.ChannelOrder.values()));
    }

    private static <E extends Enum<E>> E choice(JsonField from, E[] values) throws InvalidFileException {
        String wanted = from.text();
        for (E value : values) {
            if (text(value).equals(wanted)) {
                return value;
            }
        }
        return from.fail(Phrase.of(
                "one of %s is expected",
                Arrays.stream(values).map(SavedData::text).toList()));
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** The data at a place where they lie today. */
    DataSource at(Path samplesFile, Optional<Path> labelsFile) {
        return new DataSource(samplesFile, labelsFile, preprocessing, limit, images, labelColumn);
    }
}
