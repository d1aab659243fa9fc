package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.export.ChangedWeights;
import org.bitwright.export.JsonField;
import org.bitwright.export.ToolVersion;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantConfig;

/**
 * Everything that a project file says, as JSON.
 *
 * @param modelDigest hexadecimal SHA-256 of the model
 * @param network that the model file belongs to
 * @param reserved number of samples that calibration takes from the start of the evaluation data; 0 for none
 */
record SavedWork(
        SavedPath model,
        String modelDigest,
        SavedNetwork network,
        Optional<SavedData> data,
        int reserved,
        Optional<SavedData> calibration,
        QuantConfig config,
        List<Variant> variants,
        SavedResults results,
        SavedTraining training,
        SavedSitting sitting) {
    static final String FORMAT = "bitwright-project";
    static final int VERSION = 6;

    /** Of an ONNX file. */
    SavedWork(
            SavedPath model,
            String modelDigest,
            Optional<SavedData> data,
            int reserved,
            Optional<SavedData> calibration,
            QuantConfig config,
            List<Variant> variants,
            SavedResults results,
            SavedTraining training,
            SavedSitting sitting) {
        this(
                model,
                modelDigest,
                new SavedNetwork.Own(),
                data,
                reserved,
                calibration,
                config,
                variants,
                results,
                training,
                sitting);
    }

    static SavedWork of(Path file, OpenedModel opened, SavedMoment moment, SavedSitting sitting) throws IOException {
        return new SavedWork(
                SavedPath.of(opened.source().file(), file),
                opened.files().file().digest(),
                SavedNetwork.of(opened, file),
                moment.evaluation(file),
                moment.data().reserved(),
                moment.calibration(file),
                moment.config(),
                moment.variants().all(),
                moment.results().all(),
                moment.training().saved(file),
                sitting);
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
        network.put(root);
        data.ifPresent(set -> root.set("data", set.json()));
        root.put("reserved", reserved);
        calibration.ifPresent(set -> root.set("calibration", set.json()));
        ChangedWeights changed = new ChangedWeights();
        root.set("configuration", SavedConfig.json(config, changed));
        ConfigTable configs = new ConfigTable(changed);
        ArrayNode variantList = root.putArray("variants");
        variants.forEach(variant -> variantList
                .addObject()
                .put("name", variant.name())
                .put("configuration", configs.place(variant.config())));
        results.put(root, configs);
        training.put(root, configs);
        sitting.put(root);
        configs.put(root);
        changed.putTable(root, entries);
        return root;
    }

    /** @throws InvalidFileException if it is no project, or one of a newer version */
    static SavedWork read(Path file, byte[] json, ChangedWeights.KeptEntries entries) throws IOException {
        return read(file, JsonField.parse(file, json), entries);
    }

    /** The same of a document that was parsed. */
    static SavedWork read(Path file, JsonField root, ChangedWeights.KeptEntries entries) throws IOException {
        if (root.find("format").isEmpty() || !root.get("format").text().equals(FORMAT)) {
            throw new InvalidFileException(file, Phrase.of("it is no project of Bitwright"));
        }
        long version = root.get("version").integer(1, Integer.MAX_VALUE);
        if (version > VERSION) {
            throw new NewerProjectException(
                    file,
                    Phrase.of(
                            "it was saved by a newer Bitwright (project format %s, this one reads up to %s); please update, the file has not been changed",
                            version, VERSION));
        }
        ChangedWeights changed = ChangedWeights.read(root, entries);
        ConfigTable configs = ConfigTable.read(root, changed);
        return new SavedWork(
                SavedPath.read(root.get("model")),
                root.get("model").get("sha256").text(),
                SavedNetwork.read(root),
                data(root, "data"),
                (int) root.get("reserved").integer(0, Integer.MAX_VALUE),
                data(root, "calibration"),
                SavedConfig.read(root.get("configuration"), changed),
                variants(root, configs),
                SavedResults.read(root, configs),
                SavedTraining.read(root, configs),
                SavedSitting.read(root));
    }

    SavedWork withChoices(QuantConfig otherConfig, List<Variant> otherVariants) {
        return new SavedWork(
                model,
                modelDigest,
                network,
                data,
                reserved,
                calibration,
                otherConfig,
                otherVariants,
                results,
                training,
                sitting);
    }

    SavedWork withResults(SavedResults other) {
        return new SavedWork(
                model, modelDigest, network, data, reserved, calibration, config, variants, other, training, sitting);
    }

    SavedWork withTraining(SavedTraining other) {
        return new SavedWork(
                model, modelDigest, network, data, reserved, calibration, config, variants, results, other, sitting);
    }

    SavedWork withSitting(SavedSitting other) {
        return new SavedWork(
                model, modelDigest, network, data, reserved, calibration, config, variants, results, training, other);
    }

    private static Optional<SavedData> data(JsonField root, String name) throws InvalidFileException {
        Optional<JsonField> field = root.find(name);
        return field.isPresent() ? Optional.of(SavedData.read(field.get())) : Optional.empty();
    }

    private static List<Variant> variants(JsonField root, ConfigTable configs) throws InvalidFileException {
        List<Variant> variants = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Optional<JsonField> list = root.find("variants");
        for (JsonField node : list.isPresent() ? list.get().elements() : List.<JsonField>of()) {
            String name = node.get("name").text();
            Optional<Phrase> fault = names.add(name)
                    ? Variants.nameFault(name)
                    : Optional.of(Phrase.of("there are two variants named '%s'", name));
            if (fault.isPresent()) {
                node.get("name").fail(fault.get());
            }
            variants.add(new Variant(name, configs.config(node.get("configuration"))));
        }
        return variants;
    }
}
