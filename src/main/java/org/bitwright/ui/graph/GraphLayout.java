package org.bitwright.ui.graph;

import java.util.List;

/**
 * Where everything is drawn.
 *
 * @param boxes of the nodes, in their order
 * @param routes of the links, in their order
 */
record GraphLayout(List<Box> boxes, List<Route> routes, double width, double height) {
    /** Free room around the drawing. */
    static final double MARGIN = 24;

    GraphLayout {
        boxes = List.copyOf(boxes);
        routes = List.copyOf(routes);
    }

    /** Left and right exchanged. */
    GraphLayout mirrored() {
        return new GraphLayout(
                boxes.stream()
                        .map(box -> new Box(width - box.right(), box.y(), box.width(), box.height()))
                        .toList(),
                routes.stream().map(route -> route.mirrored(width)).toList(),
                width,
                height);
    }
}
