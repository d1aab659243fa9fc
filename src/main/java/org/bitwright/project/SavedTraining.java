package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.QuantConfig;

/**
 * Training data and runs, as a project file holds them.
 *
 * @param data of its own; empty where calibration data stand in
 */
record SavedTraining(Optional<SavedData> data, List<KeptRun> runs) {
    SavedTraining {
        runs = List.copyOf(runs);
    }

    static SavedTraining none() {
        return new SavedTraining(Optional.empty(), List.of());
    }

    /** The configurations that runs speak of, by where they do. */
    Map<QuantConfig, Phrase> configs() {
        Map<QuantConfig, Phrase> configs = new LinkedHashMap<>();
        for (KeptRun run : runs) {
            configs.put(run.start(), Phrase.of("run '%s'", run.name()));
            run.result().ifPresent(result -> configs.put(result, Phrase.of("result of run '%s'", run.name())));
        }
        return configs;
    }

    void put(ObjectNode root, ConfigTable configs) {
        ObjectNode node = root.putObject("training");
        data.ifPresent(set -> node.set("data", set.json()));
        ArrayNode list = node.putArray("runs");
        runs.forEach(run -> list.add(RunJson.json(run, configs)));
    }

    /** Reads what is there: before version 5 there was nothing. */
    static SavedTraining read(JsonField root, ConfigTable configs) throws InvalidFileException {
        Optional<JsonField> node = root.find("training");
        if (node.isEmpty()) {
            return none();
        }
        List<KeptRun> runs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (JsonField field : node.get().get("runs").elements()) {
            KeptRun run = RunJson.read(field, configs);
            if (!names.add(run.name())) {
                field.get("name").fail(Phrase.of("there are two runs named '%s'", run.name()));
            }
            if (!ids.add(run.id())) {
                field.get("id").fail(Phrase.of("there are two runs of this id"));
            }
            runs.add(run);
        }
        Optional<JsonField> data = node.get().find("data");
        return new SavedTraining(data.isPresent() ? Optional.of(SavedData.read(data.get())) : Optional.empty(), runs);
    }
}
