package org.bitwright.ui.graph;

import java.util.OptionalInt;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;

/** Draws what the viewport shows of a network: the smaller it is, the plainer. */
final class GraphPainter {
    /** Scales, as shares of that at which text has the window's size, from which on things are drawn. */
    private static final double TEXTS_FROM = 0.5;

    private static final double SHAPES_FROM = 0.2;

    private static final double PLAIN_FILL = 0.1;
    private static final double PLAIN_LINE = 0.4;
    private static final double CORNER = 5;
    private static final double TITLE_SHARE = 0.6;

    private final GraphicsContext g;
    private final Palette palette;
    private final GraphViewModel model;
    private final DrawnGraph graph;
    private final Viewport view;
    private final Box seen;
    private final double detail;
    private final Font plain;
    private final Font strong;

    /** @param natural scale at which texts have the size of the window's */
    GraphPainter(
            GraphicsContext g,
            Font font,
            Palette palette,
            GraphViewModel model,
            DrawnGraph graph,
            Viewport view,
            double natural,
            double width,
            double height) {
        this.g = g;
        this.palette = palette;
        this.model = model;
        this.graph = graph;
        this.view = view;
        seen = view.seen(width, height);
        detail = view.scale() / natural;
        double size = NodeSize.FONT * view.scale();
        plain = Font.font(font.getFamily(), size);
        strong = Font.font(font.getFamily(), FontWeight.BOLD, size);
    }

    /** @param hovered the node under the pointer */
    void paint(OptionalInt hovered) {
        new LinkPainter(g, palette, model, graph, view, seen, detail >= SHAPES_FROM).paint();
        for (int i = 0; i < graph.size(); i++) {
            if (seen.meets(graph.box(i).grown(8))) {
                node(i, hovered.isPresent() && hovered.getAsInt() == i);
            }
        }
    }

    private void node(int index, boolean hovered) {
        Box box = graph.box(index);
        double x = view.pixelX(box.x());
        double y = view.pixelY(box.y());
        double width = box.width() * view.scale();
        double height = box.height() * view.scale();
        Color fill = fill(index);
        boolean shaped = detail >= SHAPES_FROM;
        double arc = corner(index, height);
        rings(index, x, y, width, height, arc);
        g.setFill(fill);
        if (!shaped) {
            g.fillRect(x, y, Math.max(1, width), Math.max(1, height));
            return;
        }
        g.fillRoundRect(x, y, width, height, arc, arc);
        g.setLineWidth(hovered ? 2 : 1);
        g.setStroke(hovered ? palette.colour(Role.TEXT) : line(index, fill));
        g.strokeRoundRect(x + 0.5, y + 0.5, width - 1, height - 1, arc, arc);
        if (detail >= TEXTS_FROM) {
            words(index, x, y, width, height, Heat.textOn(fill));
        }
    }

    /** Inputs and outputs of the network are round. */
    private double corner(int index, double height) {
        return graph.node(index).kind() == GraphNode.Kind.OPERATOR ? 2 * CORNER * view.scale() : height;
    }

    private Color fill(int index) {
        Tint tint = model.shown().tint(index);
        if (tint.isThere()) {
            return tint.colour(palette.isDark());
        }
        Color surface = palette.colour(Role.SURFACE);
        return model.layers(index).isEmpty() ? surface.interpolate(palette.colour(Role.MUTED), PLAIN_FILL) : surface;
    }

    private Color line(int index, Color fill) {
        return model.layers(index).isEmpty()
                ? palette.colour(Role.SURFACE).interpolate(palette.colour(Role.MUTED), PLAIN_LINE)
                : fill.interpolate(palette.colour(Role.TEXT), PLAIN_LINE);
    }

    /** Around what is chosen, what was found, and where the keyboard's hand is. */
    private void rings(int index, double x, double y, double width, double height, double arc) {
        FoundNodes found = model.finder().foundProperty().get();
        if (model.finder().isHit(index)) {
            boolean current = found.current().orElse(-1) == index;
            ring(Role.HANDLE, current ? 3 : 2, 5, x, y, width, height, arc);
        }
        if (model.shown().isSelected(index)) {
            ring(Role.SELECTION, 3, 2, x, y, width, height, arc);
        }
        if (model.cursorProperty().get().orElse(-1) == index && model.isHandShown()) {
            g.setLineDashes(4, 3);
            ring(Role.TEXT, 1.5, 6, x, y, width, height, arc);
            g.setLineDashes();
        }
    }

    private void ring(Role role, double line, double gap, double x, double y, double w, double h, double arc) {
        double out = Math.min(1, 2 * detail) * gap + line / 2 - 1;
        g.setStroke(palette.colour(role));
        g.setLineWidth(line);
        g.strokeRoundRect(x - out, y - out, w + 2 * out, h + 2 * out, arc + out, arc + out);
    }

    private void words(int index, double x, double y, double width, double height, Color ink) {
        NodeWords words = NodeWords.of(model, graph, index);
        double padding = NodeSize.PADDING * view.scale();
        double room = width - 2 * padding;
        g.setTextBaseline(VPos.CENTER);
        if (!graph.node(index).isLayer()) {
            double title = room * TITLE_SHARE;
            double middle = y + height / 2;
            boolean both = !words.name().isEmpty() && !words.title().isEmpty();
            text(
                    plain,
                    palette.colour(Role.TEXT),
                    TextAlignment.LEFT,
                    words.title(),
                    x + padding,
                    middle,
                    both ? title : room);
            text(
                    plain,
                    palette.colour(Role.MUTED),
                    TextAlignment.RIGHT,
                    words.name(),
                    x + width - padding,
                    middle,
                    room);
            return;
        }
        double line = NodeSize.LINE * view.scale();
        double first = y + height / 2 - line / 2;
        double second = first + line;
        text(strong, ink, TextAlignment.LEFT, words.title(), x + padding, first, room);
        text(plain, ink, TextAlignment.RIGHT, words.format(), x + width - padding, first, room);
        text(plain, ink, TextAlignment.LEFT, words.name(), x + padding, second, room);
        text(plain, ink, TextAlignment.RIGHT, words.figure(), x + width - padding, second, room);
    }

    private void text(Font font, Color ink, TextAlignment side, String text, double x, double y, double room) {
        g.setFont(font);
        g.setFill(ink);
        g.setTextAlign(side);
        g.fillText(text, x, y, room);
    }
}
