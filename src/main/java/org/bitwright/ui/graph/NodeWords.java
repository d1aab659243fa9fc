package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bitwright.quant.NumberFormat;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.EdgeTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/**
 * What stands on a node.
 *
 * @param title operator type, or the shape of an input or output
 * @param name shortened
 * @param format to which the layer's weights are rounded; empty for other nodes
 * @param figure what the colour says, in numbers
 */
record NodeWords(String title, String name, String format, String figure) {

    static NodeWords of(GraphViewModel model, DrawnGraph graph, int index) {
        GraphNode node = graph.node(index);
        String title = node.kind() == GraphNode.Kind.OPERATOR ? node.type() : node.shape();
        String format = model.layers(index).stream()
                .map(row -> brief(row.config().format()))
                .distinct()
                .collect(Collectors.joining(", "));
        return new NodeWords(
                title, shortened(node.name()), format, model.shown().tint(index).text());
    }

    /** INT4, NF4, FP8 E4M3 … */
    private static String brief(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform ? "INT" + uniform.bits() : FormatTexts.name(format);
    }

    /** The end of a name says most: /model/layers.3/attention/MatMul. */
    static String shortened(String name) {
        return name.length() <= NodeSize.LONGEST_NAME
                ? name
                : "…" + name.substring(name.length() - NodeSize.LONGEST_NAME + 1);
    }

    /** Everything that is known of a node, in lines. */
    static String all(GraphViewModel model, DrawnGraph graph, int index) {
        GraphNode node = graph.node(index);
        List<String> lines = new ArrayList<>();
        switch (node.kind()) {
            case INPUT -> lines.add(Texts.get("graph.input", node.name()));
            case OUTPUT -> lines.add(Texts.get("graph.output", node.name()));
            case OPERATOR -> lines.add(node.type() + "  " + node.name());
        }
        if (!node.shape().isEmpty()) {
            lines.add(Texts.get("graph.shape", node.shape()));
        }
        for (LayerRow row : model.layers(index)) {
            layer(model, row, lines);
        }
        return String.join("\n", lines);
    }

    private static void layer(GraphViewModel model, LayerRow row, List<String> lines) {
        lines.add(Texts.get("graph.weights", row.layer().weight().shape().toString()));
        lines.add(FormatTexts.name(row.config().format()) + " · "
                + Texts.get("graph.bits", String.valueOf(row.config().format().bits())));
        String error = Tints.error(row).text();
        if (!error.isEmpty()) {
            lines.add("SQNR " + error);
        }
        String loss = Tints.loss(row, model.sensitivities()).text();
        if (!loss.isEmpty()) {
            lines.add(Texts.get("graph.loss", loss));
        }
    }

    /** Everything that is known of a link, in lines. */
    static String ofLink(GraphViewModel model, DrawnGraph graph, int index) {
        GraphLink link = graph.link(index);
        List<String> lines = new ArrayList<>(List.of(link.value()));
        EdgeRow row = model.edge(index).orElse(null);
        if (row == null) {
            lines.add(Texts.get("graph.noActivation"));
            return String.join("\n", lines);
        }
        lines.add(EdgeTexts.way(row.edge()));
        String bits = EdgeTexts.bits(row);
        String error = Tints.error(row).text();
        lines.add(row.config().isQuantized() ? Texts.get("graph.bits", bits) : Texts.get("graph.float"));
        if (!error.isEmpty()) {
            lines.add("SQNR " + error);
        }
        row.statistics()
                .ifPresent(known -> lines.add(Texts.get(
                        "graph.range",
                        Numbers.shortText(known.range().min()),
                        Numbers.shortText(known.range().max()))));
        return String.join("\n", lines);
    }
}
