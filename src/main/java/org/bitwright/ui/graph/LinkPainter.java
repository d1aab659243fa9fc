package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;

/**
 * Draws the links: thin and grey where float flows, on the heat scale and the wider the greater their error where they
 * are quantized.
 */
final class LinkPainter {
    static final double FLOAT_WIDTH = 1.3;
    private static final double LEAST_WIDTH = 2.2;
    private static final double GREATEST_WIDTH = 6;
    /** Around a coloured link, so that it can be told from the ground. */
    private static final double RIM = 1.2;

    private static final double MARK = 5;
    private static final double FLOAT_INK = 0.75;
    private static final double RADIUS = 6;
    private static final double ARROW = 4.5;

    private final GraphicsContext g;
    private final Palette palette;
    private final GraphViewModel model;
    private final DrawnGraph graph;
    private final Viewport view;
    private final Box seen;
    private final boolean shaped;
    private final double thickness;

    LinkPainter(
            GraphicsContext g,
            Palette palette,
            GraphViewModel model,
            DrawnGraph graph,
            Viewport view,
            Box seen,
            boolean shaped) {
        this.g = g;
        this.palette = palette;
        this.model = model;
        this.graph = graph;
        this.view = view;
        this.seen = seen;
        this.shaped = shaped;
        thickness = Math.max(0.35, Math.min(1.6, view.scale()));
    }

    /** The width at a scale of 1: the worse, the wider. */
    static double width(double harm) {
        return LEAST_WIDTH + (GREATEST_WIDTH - LEAST_WIDTH) * harm;
    }

    void paint() {
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineJoin(StrokeLineJoin.ROUND);
        List<Integer> coloured = new ArrayList<>();
        List<Integer> plain = new ArrayList<>();
        for (int i = 0; i < graph.links(); i++) {
            if (!seen.meets(graph.route(i).bounds().grown(ARROW + GREATEST_WIDTH))) {
                continue;
            }
            if (model.shown().isLinkSelected(i)) {
                Tint tint = model.shown().linkTint(i);
                double own = tint.isThere() ? width(tint.harm()) : FLOAT_WIDTH;
                stroke(List.of(i), palette.colour(Role.SELECTION), (own + MARK) * thickness);
            }
            (model.shown().linkTint(i).isThere() ? coloured : plain).add(i);
        }
        Color grey = palette.colour(Role.SURFACE).interpolate(palette.colour(Role.MUTED), FLOAT_INK);
        stroke(plain, grey, FLOAT_WIDTH * thickness);
        arrows(plain, grey);
        coloured.forEach(this::coloured);
    }

    private void coloured(int link) {
        Tint tint = model.shown().linkTint(link);
        double width = width(tint.harm()) * thickness;
        Color rim = palette.colour(Role.SURFACE).interpolate(palette.colour(Role.TEXT), FLOAT_INK);
        if (shaped) {
            stroke(List.of(link), rim, width + RIM);
        }
        stroke(List.of(link), tint.colour(palette.isDark()), width);
        arrows(List.of(link), rim);
    }

    /** All in one path: a tenth of the cost of one each. */
    private void stroke(List<Integer> links, Color colour, double width) {
        if (links.isEmpty()) {
            return;
        }
        g.setStroke(colour);
        g.setLineWidth(width);
        g.beginPath();
        links.forEach(link -> trace(graph.route(link)));
        g.stroke();
    }

    private void trace(Route route) {
        int last = route.points() - 1;
        g.moveTo(view.pixelX(route.x(0)), view.pixelY(route.y(0)));
        for (int i = 1; i < last; i++) {
            double x = view.pixelX(route.x(i));
            double y = view.pixelY(route.y(i));
            if (shaped) {
                g.arcTo(x, y, view.pixelX(route.x(i + 1)), view.pixelY(route.y(i + 1)), radius(route, i));
            } else {
                g.lineTo(x, y);
            }
        }
        g.lineTo(view.pixelX(route.x(last)), view.pixelY(route.y(last)));
    }

    /** No larger than both sides of a corner have room for. */
    private double radius(Route route, int corner) {
        double before = Math.hypot(route.x(corner) - route.x(corner - 1), route.y(corner) - route.y(corner - 1));
        double after = Math.hypot(route.x(corner + 1) - route.x(corner), route.y(corner + 1) - route.y(corner));
        return Math.min(RADIUS, Math.min(before, after) / 2) * view.scale();
    }

    private void arrows(List<Integer> links, Color colour) {
        if (!shaped || links.isEmpty()) {
            return;
        }
        double size = ARROW * view.scale();
        g.setFill(colour);
        g.beginPath();
        for (int link : links) {
            Route route = graph.route(link);
            double x = view.pixelX(route.x(route.points() - 1));
            double y = view.pixelY(route.y(route.points() - 1));
            g.moveTo(x, y);
            g.lineTo(x - size, y - 1.6 * size);
            g.lineTo(x + size, y - 1.6 * size);
            g.closePath();
        }
        g.fill();
    }
}
