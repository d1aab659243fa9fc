package org.bitwright.project;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.SweepResult;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.JsonField;
import org.bitwright.export.ToolVersion;
import org.bitwright.model.InvalidFileException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;

/**
 * Everything that a project file says, as JSON.
 *
 * @param modelDigest hexadecimal SHA-256 of the model
 * @param reserved number of samples that calibration takes from the start of the evaluation data; 0 for none
 */
record SavedWork(
        SavedPath model,
        String modelDigest,
        Optional<SavedData> data,
        int reserved,
        Optional<SavedData> calibration,
        QuantConfig config,
        Map<QuantConfig, Measurement> measurements,
        Optional<SweepResult> sweep) {
    static final String FORMAT = "bitwright-project";
    static final int VERSION = 3;

    static SavedWork of(
            Path file, OnnxDocument document, QuantConfig config, DataSelection selection, Measurements measurements)
            throws IOException {
        int reserved = selection.reserved();
        return new SavedWork(
                SavedPath.of(document.model().path(), file),
                document.digest(),
                selection.evaluation().map(set -> SavedData.of(set, file)),
                reserved,
                selection.calibration().filter(set -> reserved == 0).map(set -> SavedData.of(set, file)),
                config,
                measurements.all(),
                measurements.sweep());
    }

    /** @param entries take the data of changed weights */
    ObjectNode json(ChangedWeights.Entries entries) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("tool", ToolVersion.text());
        ObjectNode modelNode = model.json();
        modelNode.put("sha256", modelDigest);
        root.set("model", modelNode);
        data.ifPresent(set -> root.set("data", set.json()));
        root.put("reserved", reserved);
        calibration.ifPresent(set -> root.set("calibration", set.json()));
        ChangedWeights changed = new ChangedWeights();
        root.set("configuration", SavedConfig.json(config, changed));
        root.set("measurements", ResultsJson.json(measurements, changed));
        sweep.ifPresent(result -> root.set("sweep", ResultsJson.json(result, changed)));
        changed.putTable(root, entries);
        return root;
    }

    /** @throws InvalidFileException if it is no project, or one of a newer version */
    static SavedWork read(Path file, byte[] json, ChangedWeights.KeptEntries entries) throws IOException {
        JsonField root = JsonField.parse(file, json);
        if (root.find("format").isEmpty() || !root.get("format").text().equals(FORMAT)) {
            throw new InvalidFileException(file, "", "it is no project of Bitwright");
        }
        long version = root.get("version").integer(1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw new InvalidFileException(
                    file,
                    "",
                    "it was saved by a newer Bitwright (project format " + version + ", this one reads up to " + VERSION
                            + "); please update, the file has not been changed");
        }
        ChangedWeights changed = ChangedWeights.read(root, entries);
        return new SavedWork(
                SavedPath.read(root.get("model")),
                root.get("model").get("sha256").text(),
                data(root, "data"),
                (int) root.get("reserved").integer(0, Integer.MAX_VALUE),
                data(root, "calibration"),
                SavedConfig.read(root.get("configuration"), changed),
                ResultsJson.measurements(root.get("measurements"), changed),
                sweep(root, changed));
    }

    private static Optional<SavedData> data(JsonField root, String name) throws InvalidFileException {
        Optional<JsonField> field = root.find(name);
        return field.isPresent() ? Optional.of(SavedData.read(field.get())) : Optional.empty();
    }

    private static Optional<SweepResult> sweep(JsonField root, ChangedWeights changed) throws InvalidFileException {
        Optional<JsonField> field = root.find("sweep");
        return field.isPresent() ? Optional.of(ResultsJson.sweep(field.get(), changed)) : Optional.empty();
    }
}
