package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.SearchWords;
import org.bitwright.export.WidthSummary;
import org.bitwright.project.MeasuredConfig;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;

/** What a search found, and what it is worth on samples that it did not choose on. */
record SearchReport(Project project, SearchResult search) {
    private static final Comparator<MeasuredConfig> SMALLEST_FIRST =
            Comparator.comparingLong(point -> point.measurement().bytes());

    void put(ObjectNode into) {
        into.set("budget", json(search.plan().budget()));
        measured(QuantConfig.empty())
                .ifPresent(floating -> into.set("float", FoundReport.parts(floating, Optional.empty())));
        search.best().ifPresent(best -> into.set("found", found(best).json()));
        ArrayNode front = into.putArray("front");
        project.exploration().front().forEach(point -> front.add(json(point)));
        ArrayNode uniform = into.putArray("uniform");
        uniform().forEach(point -> uniform.add(againstFound(point)));
        search.check().ifPresent(check -> {
            ObjectNode node = into.putObject("check");
            ConfigJson.put(node, "spearman", check.spearman());
            node.put("configurations", check.pairs().size());
        });
        into.put("judged_by", isLabelled() ? "top1" : "agreement");
        into.put("optimal", search.optimal());
        into.put("finished", search.finished());
        into.put("evaluations", search.points().size());
        ArrayNode advice = into.putArray("advice");
        search.advice().forEach(one -> advice.add(advice(one).json()));
    }

    private boolean isLabelled() {
        return search.floating().outcomes().isPresent();
    }

    private static ObjectNode json(Budget budget) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (budget instanceof Budget.Bytes found) {
            return node.put("bytes", found.most());
        }
        if (budget instanceof Budget.AverageBits found) {
            return node.put("average_bits", found.most());
        }
        return budget instanceof Budget.BitOperations found
                ? node.put("bit_operations", found.most())
                : node.put("accuracy_loss", ((Budget.AccuracyLoss) budget).most());
    }

    private Optional<Measurement> measured(QuantConfig config) {
        return project.measuring().measured(config);
    }

    private FoundReport found(SearchPoint best) {
        return new FoundReport(best, project.model(), measured(best.config()), measured(QuantConfig.empty()));
    }

    private AdviceReport advice(SearchAdvice advice) {
        return new AdviceReport(advice, search.plan().budget());
    }

    private ObjectNode json(MeasuredConfig point) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        WidthSummary widths = WidthSummary.of(project.model(), point.config());
        node.put("name", widths.text());
        Measurement measurement = point.measurement();
        measurement
                .accuracy()
                .ifPresentOrElse(
                        accuracy -> Figures.put(node, accuracy), () -> node.put("samples", measurement.samples()));
        ConfigJson.put(node, "agreement", measurement.agreement());
        node.put("part", DataPart.ALL.id());
        node.put("bytes", measurement.bytes());
        node.put("average_bits", widths.average());
        point.uniformBits().ifPresent(bits -> node.put("uniform_bits", bits));
        node.put("found", isFound(point));
        project.exploration().compare(QuantConfig.empty(), point.config()).ifPresent(test -> {
            node.put("p_against_float", test.p());
            node.put("different_from_float", test.isDifferent());
        });
        return node;
    }

    private ObjectNode againstFound(MeasuredConfig point) {
        ObjectNode node = json(point);
        search.best()
                .flatMap(best -> project.exploration().compare(point.config(), best.config()))
                .ifPresent(test -> {
                    node.put("p_against_found", test.p());
                    node.put("different_from_found", test.isDifferent());
                });
        return node;
    }

    /** By what was measured, since a configuration is kept without what changes no number. */
    private boolean isFound(MeasuredConfig point) {
        return search.best()
                .flatMap(best -> measured(best.config()))
                .filter(found -> found == point.measurement())
                .isPresent();
    }

    /** The search's own configurations with all layers alike, smallest first. */
    private List<MeasuredConfig> uniform() {
        Set<Measurement> alike = Collections.newSetFromMap(new IdentityHashMap<>());
        search.points().stream()
                .filter(point -> point.stage() == SearchStage.UNIFORM)
                .forEach(point -> measured(point.config()).ifPresent(alike::add));
        return project.exploration().measured().stream()
                .filter(point -> point.uniformBits().isPresent() && alike.contains(point.measurement()))
                .sorted(SMALLEST_FIRST)
                .toList();
    }

    /** Why nothing was found. */
    String failure() {
        return search.advice().stream()
                .filter(SearchAdvice.BudgetTooSmall.class::isInstance)
                .findFirst()
                .map(small -> advice(small).text())
                .orElse("no configuration within the budget was found: "
                        + SearchWords.of(search.plan().budget()));
    }

    /** A configuration in a line. */
    static String text(Project project, SearchPoint point) {
        return WidthSummary.of(project.model(), point.config()).text() + ", " + Figures.bytes(point.bytes()) + ", "
                + point.fidelity()
                        .accuracy()
                        .map(accuracy -> "top-1 " + Figures.of(accuracy))
                        .orElse("agreement with float "
                                + Figures.percent(point.fidelity().agreement()))
                + " on the search half";
    }

    String text() {
        SearchPoint best = search.best().orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add("Found under " + SearchWords.of(search.plan().budget()) + ":");
        lines.add(found(best).layers().toString());
        lines.add("weights   " + Figures.bytes(best.bytes()) + ", " + Figures.rounded(best.averageBits())
                + " bits on average, " + Figures.rounded((double) project.measuring().floatBytes() / best.bytes())
                + "× smaller than float; found as " + best.stage().id() + " among "
                + search.points().size() + " measured");
        lines.addAll(found(best).accuracies());
        lines.add("");
        lines.add(comparison().toString());
        search.check()
                .ifPresent(check ->
                        lines.add("error model: rank correlation (Spearman) " + Figures.rounded(check.spearman())
                                + " over " + check.pairs().size() + " random configurations"));
        if (!isLabelled()) {
            lines.add("note: the data have no labels; what counts is how often the answer is the float network's");
        }
        search.advice().forEach(one -> lines.add("note: " + advice(one).text()));
        return String.join("\n", lines);
    }

    /** The front, and the uniform ones for comparison. */
    private TextTable comparison() {
        TextTable table = new TextTable(
                "lrrlll", "size and accuracy, all samples", "weights", "top-1 (95 %)", "", "against float", "");
        List<MeasuredConfig> front = project.exploration().front();
        List<MeasuredConfig> rows = new ArrayList<>(front);
        Stream.concat(
                        uniform().stream(),
                        project.exploration().measured().stream().filter(this::isFound))
                .filter(point -> !rows.contains(point))
                .forEach(rows::add);
        rows.sort(SMALLEST_FIRST);
        for (MeasuredConfig point : rows) {
            Measurement measurement = point.measurement();
            table.row(
                    WidthSummary.of(project.model(), point.config()).text(),
                    Figures.bytes(measurement.bytes()),
                    measurement.accuracy().map(Figures::of).orElse(Figures.percent(measurement.agreement())),
                    front.contains(point) ? "front" : "",
                    project.exploration()
                            .compare(QuantConfig.empty(), point.config())
                            .map(test -> (test.isDifferent() ? "different" : "no difference") + " ("
                                    + SearchWords.probability(test) + ")")
                            .orElse(""),
                    isFound(point) ? "found" : "");
        }
        return table;
    }
}
