package org.bitwright.ui.graph;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javafx.scene.paint.Color;
import org.bitwright.ui.common.Heat;

/** The whole network as one self-contained SVG picture, light or dark as the reader's system asks for. */
final class GraphSvg {
    private static final double CORNER = 5;
    private static final double ARROW = 4.5;
    private static final double BASELINE = 4.2;

    private final DrawnGraph graph;
    private final String title;
    private final NodeWords[] words;
    private final Tint[] nodeTints;
    private final Tint[] linkTints;
    private final StringBuilder svg = new StringBuilder();

    private GraphSvg(GraphViewModel model, DrawnGraph graph, String title) {
        this.graph = graph;
        this.title = title;
        words = IntStream.range(0, graph.size())
                .mapToObj(node -> NodeWords.of(model, graph, node))
                .toArray(NodeWords[]::new);
        nodeTints =
                IntStream.range(0, graph.size()).mapToObj(model.shown()::tint).toArray(Tint[]::new);
        linkTints = IntStream.range(0, graph.links())
                .mapToObj(model.shown()::linkTint)
                .toArray(Tint[]::new);
    }

    /** Takes what is shown now; the file is written later, on any thread. */
    static Callable<byte[]> of(GraphViewModel model, DrawnGraph graph, String title) {
        GraphSvg picture = new GraphSvg(model, graph, title + " – " + model.fileName());
        return () -> picture.draw().getBytes(StandardCharsets.UTF_8);
    }

    private String draw() {
        double width = graph.layout().width();
        double height = graph.layout().height();
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\">",
                width, height, width, height);
        line("<title>%s</title>", escape(title));
        style();
        line("<rect class=\"ground\" width=\"%.0f\" height=\"%.0f\"/>", width, height);
        for (int i = 0; i < graph.links(); i++) {
            link(i);
        }
        for (int i = 0; i < graph.size(); i++) {
            node(i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void style() {
        svg.append("<style>\n");
        svg.append("text{font:12px system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif}\n");
        svg.append(
                ".type{font-weight:700}.end{text-anchor:end}.link{fill:none;stroke-linejoin:round}.float{stroke-width:1.3}\n");
        svg.append(theme("#ffffff", "#1f2328", "#59636e", "#f0f2f4", "#c8ced4"));
        svg.append("@media(prefers-color-scheme:dark){\n");
        svg.append(theme("#0d1117", "#e6edf3", "#9198a1", "#1b2128", "#3d444d")).append("}\n</style>\n");
    }

    private static String theme(String ground, String ink, String faint, String plain, String rule) {
        return ".ground,.float-layer{fill:%s}.ink{fill:%s}.faint,.tip{fill:%s}.plain{fill:%s;stroke:%s}.float{stroke:%s}.float-layer,.rim{stroke:%s}%n"
                .formatted(ground, ink, faint, plain, rule, faint, faint);
    }

    private void link(int index) {
        Route route = graph.route(index);
        String way = way(route);
        Tint tint = linkTints[index];
        if (tint.isThere()) {
            double width = LinkPainter.width(tint.harm());
            line("<path class=\"link rim\" style=\"stroke-width:%.1f\" d=\"%s\"/>", width + 1.2, way);
            line(
                    "<path class=\"link\" style=\"stroke-width:%.1f;stroke:%s\" d=\"%s\"><title>%s</title></path>",
                    width,
                    Heat.css(tint.colour(false)),
                    way,
                    escape(graph.link(index).value() + " " + tint.text()));
        } else {
            line(
                    "<path class=\"link float\" d=\"%s\"><title>%s</title></path>",
                    way, escape(graph.link(index).value()));
        }
        int end = route.points() - 1;
        line(
                "<path class=\"tip\" d=\"M%.1f %.1fl%.1f %.1fh%.1fz\"/>",
                route.x(end), route.y(end), -ARROW, -1.6 * ARROW, 2 * ARROW);
    }

    private static String way(Route route) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < route.points(); i++) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", route.x(i), route.y(i)));
        }
        return path.toString();
    }

    private void node(int index) {
        Box box = graph.box(index);
        GraphNode node = graph.node(index);
        double corner = node.kind() == GraphNode.Kind.OPERATOR ? CORNER : box.height() / 2;
        Tint tint = nodeTints[index];
        Color heat = tint.colour(false);
        boolean heated = tint.isThere();
        String css = heated ? "" : node.isLayer() ? "float-layer" : "plain";
        line(
                "<g><title>%s</title><rect class=\"%s\"%s x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\"/>",
                escape(node.type() + " " + node.name()),
                css,
                heated ? " fill=\"" + Heat.css(heat) + "\"" : "",
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                corner);
        String ink = heated ? "fill=\"" + Heat.css(Heat.textOn(heat)) + "\"" : "class=\"ink\"";
        words(words[index], box, node.isLayer(), ink);
        line("</g>");
    }

    private void words(NodeWords said, Box box, boolean layer, String ink) {
        double left = box.x() + NodeSize.PADDING;
        double right = box.right() - NodeSize.PADDING;
        double middle = box.centreY() + BASELINE;
        if (!layer) {
            text(left, middle, ink, "", said.title());
            text(right, middle, "class=\"faint\"", "text-anchor:end", said.name());
            return;
        }
        double half = NodeSize.LINE / 2;
        text(left, middle - half, ink, "font-weight:700", said.title());
        text(right, middle - half, ink, "text-anchor:end", said.format());
        text(left, middle + half, ink, "", said.name());
        text(right, middle + half, ink, "text-anchor:end", said.figure());
    }

    private void text(double x, double y, String ink, String style, String text) {
        if (!text.isEmpty()) {
            line("<text x=\"%.1f\" y=\"%.1f\" %s style=\"%s\">%s</text>", x, y, ink, style, escape(text));
        }
    }

    private void line(String pattern, Object... arguments) {
        svg.append(String.format(Locale.ROOT, pattern, arguments)).append('\n');
    }

    /** Names come from strangers' files. */
    private static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(Character.isISOControl(c) || (c & 0xFFFE) == 0xFFFE ? 0xFFFD : c);
            }
        });
        return safe.toString();
    }
}
