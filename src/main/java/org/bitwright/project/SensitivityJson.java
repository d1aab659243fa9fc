package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Measurements of sensitivity, as project files hold them. */
final class SensitivityJson {
    private SensitivityJson() {}

    static ObjectNode json(SensitivityResult result, ConfigTable configs) {
        SensitivityPlan plan = result.plan();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        SeriesJson.put(node, plan.series(), plan.bits(), plan.layers());
        node.put("present", configs.place(plan.present()));
        node.put("spares", plan.spares());
        node.put("part", plan.part().id());
        node.put("limit", plan.samples());
        node.put("stops_early", plan.stopsEarly());
        node.set("float", AnswersJson.json(result.floating()));
        result.present().ifPresent(fidelity -> node.set("whole", AnswersJson.json(fidelity)));
        ArrayNode cells = node.putArray("cells");
        result.cells().forEach(cell -> put(cells.addObject(), cell, plan));
        node.put("samples", result.samples());
        RealJson.put(node, "seconds", result.seconds());
        node.put("evaluations", result.evaluations());
        return node;
    }

    private static void put(ObjectNode node, SensitivityCell cell, SensitivityPlan plan) {
        node.put("layer", cell.layer());
        cell.column().ifPresent(column -> {
            node.put("series", plan.series().indexOf(column.series()));
            node.put("bits", column.bits());
        });
        node.set("fidelity", AnswersJson.json(cell.fidelity()));
        node.put("settled", cell.settled());
        RealJson.put(node, "seconds", cell.seconds());
    }

    static SensitivityResult read(JsonField node, ConfigTable configs) throws InvalidFileException {
        SensitivityPlan plan = new SensitivityPlan(
                SeriesJson.list(node),
                SeriesJson.bits(node),
                SeriesJson.layers(node),
                configs.config(node.get("present")),
                node.get("spares").truth(),
                part(node.get("part")),
                (int) node.get("limit").integer(1, Integer.MAX_VALUE),
                node.get("stops_early").truth());
        List<SensitivityCell> cells = new ArrayList<>();
        for (JsonField cell : node.get("cells").elements()) {
            cells.add(cell(cell, plan));
        }
        Optional<JsonField> whole = node.find("whole");
        Optional<Fidelity> present =
                whole.isPresent() ? Optional.of(AnswersJson.fidelity(whole.get())) : Optional.empty();
        return new SensitivityResult(
                plan,
                AnswersJson.fidelity(node.get("float")),
                present,
                cells,
                (int) node.get("samples").integer(0, Integer.MAX_VALUE),
                RealJson.read(node.get("seconds")),
                node.get("evaluations").integer(0, Long.MAX_VALUE));
    }

    private static DataPart part(JsonField field) throws InvalidFileException {
        Optional<DataPart> part = DataPart.byId(field.text());
        return part.isPresent() ? part.get() : field.fail(Phrase.of("the part is all, search or report"));
    }

    private static SensitivityCell cell(JsonField node, SensitivityPlan plan) throws InvalidFileException {
        return new SensitivityCell(
                node.get("layer").text(),
                column(node, plan),
                AnswersJson.fidelity(node.get("fidelity")),
                node.get("settled").truth(),
                RealJson.read(node.get("seconds")));
    }

    private static Optional<SensitivityColumn> column(JsonField node, SensitivityPlan plan)
            throws InvalidFileException {
        Optional<JsonField> series = node.find("series");
        if (series.isEmpty()) {
            return Optional.empty();
        }
        int place = (int) series.get().integer(0, plan.series().size() - 1);
        int bits = (int) node.get("bits").integer(1, 16);
        try {
            return Optional.of(new SensitivityColumn(plan.series().get(place), bits));
        } catch (IllegalArgumentException e) {
            return node.fail(Phrase.toldBy(e));
        }
    }
}
