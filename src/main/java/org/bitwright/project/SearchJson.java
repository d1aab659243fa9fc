package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** A search, as project files hold it. */
final class SearchJson {
    private SearchJson() {}

    static ObjectNode json(SearchResult result, ConfigTable configs) {
        SearchPlan plan = result.plan();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node.putObject("budget"), plan.budget());
        SeriesJson.put(node, plan.series(), plan.bits(), plan.free());
        node.put("present", configs.place(plan.present()));
        node.put("candidates", plan.candidates());
        node.put("seed", plan.seed());
        node.put("checks", plan.checks());
        node.set("float", AnswersJson.json(result.floating()));
        result.best().ifPresent(best -> put(node.putObject("best"), best, configs));
        ArrayNode points = node.putArray("points");
        result.points().forEach(point -> put(points.addObject(), point, configs));
        result.check().ifPresent(check -> put(node.putObject("check"), check));
        node.put("optimal", result.optimal());
        ArrayNode advice = node.putArray("advice");
        result.advice().forEach(line -> AdviceJson.put(advice.addObject(), line));
        node.put("finished", result.finished());
        return node;
    }

    private static void put(ObjectNode node, Budget budget) {
        if (budget instanceof Budget.Bytes bytes) {
            node.put("kind", "bytes").put("most", bytes.most());
        } else if (budget instanceof Budget.AverageBits bits) {
            RealJson.put(node.put("kind", "average-bits"), "most", bits.most());
        } else if (budget instanceof Budget.BitOperations operations) {
            RealJson.put(node.put("kind", "bit-operations"), "most", operations.most());
        } else if (budget instanceof Budget.AccuracyLoss loss) {
            RealJson.put(node.put("kind", "accuracy-loss"), "most", loss.most());
        }
    }

    private static void put(ObjectNode node, SearchPoint point, ConfigTable configs) {
        node.put("configuration", configs.place(point.config()));
        node.put("stage", point.stage().id());
        node.put("bytes", point.bytes());
        RealJson.put(node, "average_bits", point.averageBits());
        RealJson.put(node, "bit_operations", point.bitOperations());
        RealJson.put(node, "predicted", point.predicted());
        node.set("fidelity", AnswersJson.json(point.fidelity()));
        node.put("within_budget", point.withinBudget());
    }

    private static void put(ObjectNode node, ModelCheck check) {
        ArrayNode pairs = node.putArray("pairs");
        check.pairs().forEach(pair -> {
            ObjectNode line = pairs.addObject();
            RealJson.put(line, "predicted", pair.predicted());
            RealJson.put(line, "measured", pair.measured());
        });
        RealJson.put(node, "spearman", check.spearman());
    }

    static SearchResult read(JsonField node, ConfigTable configs) throws InvalidFileException {
        SearchPlan plan = new SearchPlan(
                budget(node.get("budget")),
                SeriesJson.list(node),
                SeriesJson.bits(node),
                SeriesJson.layers(node),
                configs.config(node.get("present")),
                (int) node.get("candidates").integer(0, Integer.MAX_VALUE),
                node.get("seed").integer(Long.MIN_VALUE, Long.MAX_VALUE),
                (int) node.get("checks").integer(0, Integer.MAX_VALUE));
        List<SearchPoint> points = new ArrayList<>();
        for (JsonField point : node.get("points").elements()) {
            points.add(point(point, configs));
        }
        Optional<JsonField> best = node.find("best");
        Optional<JsonField> check = node.find("check");
        return new SearchResult(
                plan,
                AnswersJson.fidelity(node.get("float")),
                best.isPresent() ? Optional.of(point(best.get(), configs)) : Optional.empty(),
                points,
                check.isPresent() ? Optional.of(check(check.get())) : Optional.empty(),
                node.get("optimal").truth(),
                AdviceJson.read(node.get("advice")),
                node.get("finished").truth());
    }

    private static Budget budget(JsonField node) throws InvalidFileException {
        JsonField most = node.get("most");
        return switch (node.get("kind").text()) {
            case "bytes" -> new Budget.Bytes(most.integer(0, Long.MAX_VALUE));
            case "average-bits" -> new Budget.AverageBits(RealJson.read(most));
            case "bit-operations" -> new Budget.BitOperations(RealJson.read(most));
            case "accuracy-loss" -> new Budget.AccuracyLoss(RealJson.read(most));
            default ->
                node.get("kind")
                        .fail(Phrase.of("one of bytes, average-bits, bit-operations, accuracy-loss is expected"));
        };
    }

    private static SearchPoint point(JsonField node, ConfigTable configs) throws InvalidFileException {
        return new SearchPoint(
                configs.config(node.get("configuration")),
                stage(node.get("stage")),
                node.get("bytes").integer(0, Long.MAX_VALUE),
                RealJson.read(node.get("average_bits")),
                RealJson.read(node.get("bit_operations")),
                RealJson.read(node.get("predicted")),
                AnswersJson.fidelity(node.get("fidelity")),
                node.get("within_budget").truth());
    }

    private static SearchStage stage(JsonField field) throws InvalidFileException {
        Optional<SearchStage> stage = SearchStage.byId(field.text());
        return stage.isPresent()
                ? stage.get()
                : field.fail(Phrase.of("the stage is uniform, greedy, optimum or refined"));
    }

    private static ModelCheck check(JsonField node) throws InvalidFileException {
        List<ModelCheck.Pair> pairs = new ArrayList<>();
        for (JsonField pair : node.get("pairs").elements()) {
            pairs.add(new ModelCheck.Pair(RealJson.read(pair.get("predicted")), RealJson.read(pair.get("measured"))));
        }
        return new ModelCheck(pairs, RealJson.read(node.get("spearman")));
    }
}
