package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.export.PreprocessingJson;
import org.bitwright.export.JsonField;
import org.bitwright.model.DataSource;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;

/** A data set as a project file names it. */
record SavedData(
        SavedPath samples, Optional<SavedPath> labels, String digest, Preprocessing preprocessing, OptionalInt limit) {

    static SavedData of(EvaluationSet set, Path projectFile) {
        DataSource source = set.source();
        return new SavedData(
                SavedPath.of(source.samples(), projectFile),
                source.labels().map(path -> SavedPath.of(path, projectFile)),
                set.data().digest(),
                source.preprocessing(),
                source.limit());
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("samples", samples.json());
        labels.ifPresent(path -> node.set("labels", path.json()));
        node.put("sha256", digest);
        PreprocessingJson.put(node.putObject("preprocessing"), preprocessing);
        limit.ifPresent(count -> node.put("limit", count));
        return node;
    }

    static SavedData read(JsonField from) throws InvalidFileException {
        Optional<JsonField> labels = from.find("labels");
        Optional<JsonField> limit = from.find("limit");
        return new SavedData(
                SavedPath.read(from.get("samples")),
                labels.isPresent() ? Optional.of(SavedPath.read(labels.get())) : Optional.empty(),
                from.get("sha256").text(),
                PreprocessingJson.read(from.get("preprocessing")),
                limit.isPresent()
                        ? OptionalInt.of((int) limit.get().integer(1, Integer.MAX_VALUE))
                        : OptionalInt.empty());
    }

    /** Where the data lie today. */
    DataSource located(Path projectFile, String what) throws InvalidFileException {
        Optional<Path> labelsFile = labels.isPresent()
                ? Optional.of(labels.get()
                        .located(projectFile, "file of " + what + " labels")
                        .get(0))
                : Optional.empty();
        return new DataSource(
                samples.located(projectFile, "file of " + what + " data").get(0), labelsFile, preprocessing, limit);
    }
}
