package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.project.Explored.Half;
import org.bitwright.project.Explored.Kept;
import org.bitwright.quant.QuantConfig;

/**
 * What was measured, as a project file holds it.
 *
 * @param halves what whole networks did on the search half
 */
record SavedResults(
        Map<QuantConfig, Measurement> measurements,
        Optional<SweepResult> sweep,
        List<Half> halves,
        List<Kept> sensitivities,
        Optional<SearchResult> search) {

    static SavedResults none() {
        return new SavedResults(Map.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    static SavedResults of(Results results) {
        return new SavedResults(
                results.measurements().all(),
                results.measurements().sweep(),
                results.explored().halves(),
                results.explored().sensitivities(),
                results.explored().search());
    }

    /** The configurations that searches and measurements of sensitivity speak of, by where they do. */
    Map<QuantConfig, Phrase> explored() {
        Map<QuantConfig, Phrase> configs = new LinkedHashMap<>();
        sensitivities.forEach(kept -> configs.put(kept.result().plan().present(), Phrase.verbatim("sensitivities")));
        search.ifPresent(result -> {
            configs.put(result.plan().present(), Phrase.verbatim("search.present"));
            result.points().forEach(point -> configs.put(point.config(), Phrase.verbatim("search.points")));
            result.best().ifPresent(best -> configs.put(best.config(), Phrase.verbatim("search.best")));
        });
        return configs;
    }

    /** Every layer that these name. */
    Set<String> layers() {
        Set<String> layers = new LinkedHashSet<>();
        for (Kept kept : sensitivities) {
            layers.addAll(kept.result().plan().layers());
            kept.result().cells().forEach(cell -> layers.add(cell.layer()));
        }
        search.ifPresent(result -> layers.addAll(result.plan().free()));
        return layers;
    }

    /** Without measurements of configurations that do not fit: an old file may hold what is refused today. */
    SavedResults fitting(Predicate<QuantConfig> fits) {
        Map<QuantConfig, Measurement> kept = new LinkedHashMap<>(measurements);
        kept.keySet().removeIf(config -> !fits.test(config));
        return new SavedResults(kept, sweep, halves, sensitivities, search);
    }

    void put(ObjectNode root, ConfigTable configs) {
        root.set("measurements", MeasurementJson.json(measurements, configs));
        sweep.ifPresent(result -> root.set("sweep", SweepJson.json(result, configs)));
        ArrayNode halfList = root.putArray("search_half");
        halves.forEach(half -> {
            ObjectNode node = halfList.addObject().put("configuration", configs.place(half.config()));
            node.set("fidelity", AnswersJson.json(half.fidelity()));
        });
        ArrayNode sensitivityList = root.putArray("sensitivities");
        sensitivities.forEach(kept ->
                sensitivityList.add(SensitivityJson.json(kept.result(), configs).put("asked", kept.asked())));
        search.ifPresent(result -> root.set("search", SearchJson.json(result, configs)));
    }

    /** Reads what is there: files that are older than a kind of results hold none of it. */
    static SavedResults read(JsonField root, ConfigTable configs) throws InvalidFileException {
        Optional<JsonField> sweep = root.find("sweep");
        Optional<JsonField> search = root.find("search");
        List<Half> halves = new ArrayList<>();
        for (JsonField node : list(root, "search_half")) {
            halves.add(new Half(configs.config(node.get("configuration")), AnswersJson.fidelity(node.get("fidelity"))));
        }
        List<Kept> sensitivities = new ArrayList<>();
        for (JsonField node : list(root, "sensitivities")) {
            sensitivities.add(new Kept(
                    SensitivityJson.read(node, configs), node.get("asked").truth()));
        }
        return new SavedResults(
                new LinkedHashMap<>(MeasurementJson.read(root.get("measurements"), configs)),
                sweep.isPresent() ? Optional.of(SweepJson.read(sweep.get(), configs)) : Optional.empty(),
                halves,
                sensitivities,
                search.isPresent() ? Optional.of(SearchJson.read(search.get(), configs)) : Optional.empty());
    }

    private static List<JsonField> list(JsonField root, String name) throws InvalidFileException {
        Optional<JsonField> field = root.find(name);
        return field.isPresent() ? field.get().elements() : List.of();
    }
}
