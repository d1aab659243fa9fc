package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Edge;
import org.bitwright.project.Project;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.quant.target.RuleNote;

/**
 * What the rules of the target make of the activations. Errors are estimates from the histogram of the calibration data.
 *
 * @param json the activations that are rounded or carried, in graph order
 */
record ActivationReport(ArrayNode json, String table, ActivationPlan plan) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static ActivationReport of(Project project, ActivationPlan plan) {
        ArrayNode json = NODES.arrayNode();
        TextTable table =
                new TextTable("lllrrrrr", "activation", "format", "range", "bits", "low", "high", "scale", "SQNR dB");
        for (Edge edge : project.model().edges()) {
            Optional<Quantizer> rounded = Optional.ofNullable(plan.quantizers().get(edge.name()));
            Optional<Quantizer> carried = Optional.ofNullable(plan.carried().get(edge.name()));
            rounded.or(() -> carried).ifPresent(quantizer -> {
                Line line = Line.of(project, edge, quantizer, rounded.isPresent());
                json.add(line.json());
                line.row(table);
            });
        }
        return new ActivationReport(json, table.toString(), plan);
    }

    ArrayNode notes() {
        return json(plan.notes());
    }

    ArrayNode violations() {
        return json(plan.violations());
    }

    private static ArrayNode json(List<RuleNote> notes) {
        ArrayNode list = NODES.arrayNode();
        for (RuleNote note : notes) {
            list.addObject()
                    .put("rule", note.rule().name().toLowerCase(Locale.ROOT))
                    .put("subject", note.subject())
                    .put("text", note.text());
        }
        return list;
    }

    /** One activation. */
    private record Line(
            String name, ActivationConfig choice, String place, Optional<Grid> grid, Optional<QuantError> error) {

        static Line of(Project project, Edge edge, Quantizer quantizer, boolean rounded) {
            Optional<Grid> grid =
                    quantizer instanceof Quantizer.Static known ? Optional.of(known.grid()) : Optional.empty();
            Optional<QuantError> error = rounded
                    ? grid.flatMap(known -> project.activations()
                            .known(project.config())
                            .flatMap(statistics -> statistics.edge(edge.name()))
                            .map(statistics -> statistics.estimate(known)))
                    : Optional.empty();
            return new Line(
                    edge.name(),
                    project.config().activation(edge.name()),
                    rounded ? "rounded" : "carried",
                    grid,
                    error);
        }

        /** Of the grid: what is carried need not have been chosen. */
        private int bits() {
            return grid.map(known -> known instanceof UniformGrid uniform
                            ? 32 - Integer.numberOfLeadingZeros(uniform.qmax() - uniform.qmin())
                            : choice.format().bits())
                    .orElse(choice.format().bits());
        }

        ObjectNode json() {
            ObjectNode node = NODES.objectNode();
            node.put("name", name);
            node.put("place", place);
            node.put("bits", bits());
            node.put("format", ConfigNames.of(choice.format()));
            node.put("mode", choice.mode().id());
            node.put("calibrator", ConfigNames.of(choice.calibrator()));
            node.put("hand_made", choice.isHandMade());
            grid.ifPresent(known -> {
                node.put("min", (double) known.reachableMin());
                node.put("max", (double) known.reachableMax());
                node.put("scale", (double) known.step());
                if (known instanceof UniformGrid uniform) {
                    node.put("zero_point", uniform.zeroPoint());
                }
            });
            error.ifPresent(known -> ConfigJson.put(node, "sqnr_db_estimate", known.sqnrDb()));
            return node;
        }

        void row(TextTable table) {
            table.row(
                    name,
                    ConfigNames.of(choice.format()) + (choice.isHandMade() ? " *" : ""),
                    choice.isDynamic() ? "dynamic" : place.equals("carried") ? "carried" : range(),
                    bits(),
                    grid.map(known -> Figures.rounded(known.reachableMin())).orElse(""),
                    grid.map(known -> Figures.rounded(known.reachableMax())).orElse(""),
                    grid.map(known -> Figures.rounded(known.step())).orElse(""),
                    error.map(known -> "≈" + Figures.rounded(known.sqnrDb())).orElse(""));
        }

        private String range() {
            return choice.isHandMade() ? "by hand" : ConfigNames.of(choice.calibrator());
        }
    }
}
