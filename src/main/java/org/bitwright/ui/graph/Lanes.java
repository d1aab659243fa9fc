package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Leads the links that reach far along the left of the drawing, a lane each value: out below the layer of who gives it,
 * down, and in above the layers of those that take it, where ELK leaves room between layers.
 */
final class Lanes {
    private static final double GAP = 14;
    /** Below or above a node, beyond what taller nodes of its layer reach. */
    private static final double CLEAR = 13;

    private static final double INSET = 8;

    private final NetworkGraph graph;
    private final Box[] boxes;
    private final Route[] routes;
    /** Everything that is in the way. */
    private final List<Box> taken = new ArrayList<>();

    private final Map<Integer, Integer> entries = new HashMap<>();

    Lanes(NetworkGraph graph, Box[] boxes, Route[] routes) {
        this.graph = graph;
        this.boxes = boxes;
        this.routes = routes;
    }

    /** Fills in the routes of these links; all others are there. */
    void lead(List<Integer> far) {
        taken.addAll(List.of(boxes));
        for (Route route : routes) {
            if (route != null) {
                taken.add(route.bounds());
            }
        }
        Map<String, List<Integer>> values = new LinkedHashMap<>();
        far.forEach(link -> values.computeIfAbsent(graph.links().get(link).value(), value -> new ArrayList<>())
                .add(link));
        values.values().stream()
                .sorted(Comparator.comparingDouble(this::length))
                .forEach(this::lane);
    }

    private double length(List<Integer> links) {
        return end(links) - start(links);
    }

    private double start(List<Integer> links) {
        return boxes[graph.links().get(links.get(0)).from()].bottom() + CLEAR;
    }

    private double end(List<Integer> links) {
        return links.stream()
                .mapToDouble(link -> boxes[graph.links().get(link).to()].y() - CLEAR)
                .max()
                .orElse(0);
    }

    private void lane(List<Integer> links) {
        Box from = boxes[graph.links().get(links.get(0)).from()];
        double top = start(links);
        double bottom = end(links);
        double x = taken.stream()
                        .filter(box -> box.y() < bottom && box.bottom() > top)
                        .mapToDouble(Box::x)
                        .min()
                        .orElse(from.x())
                - GAP;
        taken.add(new Box(x, top, 0, bottom - top));
        double out = from.x() + INSET;
        for (int link : links) {
            int taker = graph.links().get(link).to();
            Box to = boxes[taker];
            int entry = entries.merge(taker, 1, Integer::sum);
            double in = to.x() + Math.min(to.width() / 2, INSET * entry);
            double above = to.y() - CLEAR;
            routes[link] = new Route(
                    new double[] {out, out, x, x, in, in},
                    new double[] {from.bottom(), top, top, above, above, to.y()});
        }
    }
}
