package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.QuantConfig;

/** A sweep, as project files hold it. */
final class SweepJson {
    private SweepJson() {}

    static ObjectNode json(SweepResult sweep, ConfigTable configs) {
        SweepPlan plan = sweep.plan();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        SeriesJson.put(node, plan.series(), plan.bits(), plan.layers());
        node.put("rest", configs.place(plan.rest()));
        node.put("present", configs.place(plan.present()));
        node.set("float", AnswersJson.json(sweep.floatAccuracy()));
        RealJson.put(node, "float_seconds", sweep.floatSeconds());
        ArrayNode points = node.putArray("points");
        sweep.points().forEach(point -> put(points.addObject(), point));
        return node;
    }

    private static void put(ObjectNode node, SweepPoint point) {
        node.put("bits", point.bits());
        node.set("series", SeriesJson.json(point.series()));
        node.set("accuracy", AnswersJson.json(point.accuracy()));
        node.put("bytes", point.bytes());
        RealJson.put(node, "seconds", point.seconds());
        node.put("complete", point.complete());
    }

    static SweepResult read(JsonField node, ConfigTable configs) throws InvalidFileException {
        List<SweepPoint> points = new ArrayList<>();
        for (JsonField point : node.get("points").elements()) {
            points.add(point(point));
        }
        Optional<JsonField> present = node.find("present");
        SweepPlan plan = new SweepPlan(
                SeriesJson.list(node),
                SeriesJson.bits(node),
                SeriesJson.layers(node),
                configs.config(node.get("rest")),
                present.isPresent() ? configs.config(present.get()) : QuantConfig.empty());
        return new SweepResult(
                plan, AnswersJson.accuracy(node.get("float")), points, RealJson.read(node.get("float_seconds")));
    }

    private static SweepPoint point(JsonField node) throws InvalidFileException {
        return new SweepPoint(
                (int) node.get("bits").integer(1, 16),
                SeriesJson.series(node.get("series")),
                AnswersJson.accuracy(node.get("accuracy")),
                node.get("bytes").integer(0, Long.MAX_VALUE),
                RealJson.read(node.get("seconds")),
                node.get("complete").truth());
    }
}
