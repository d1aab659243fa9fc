package org.bitwright.ui.graph;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Where the cursor is moved to from a node. */
enum Direction {
    /** To who gives it a value: the one most straight above. */
    UP,
    /** To who takes its value: the one most straight below. */
    DOWN,
    LEFT,
    RIGHT;

    OptionalInt from(DrawnGraph graph, int node) {
        return switch (this) {
            case UP -> straightest(graph, node, graph.before(node));
            case DOWN -> straightest(graph, node, graph.after(node));
            case LEFT -> graph.beside(node, false);
            case RIGHT -> graph.beside(node, true);
        };
    }

    private static OptionalInt straightest(DrawnGraph graph, int node, List<Integer> linked) {
        double x = graph.box(node).centreX();
        double y = graph.box(node).centreY();
        return linked.stream()
                .min(Comparator.<Integer>comparingDouble(
                                other -> Math.abs(graph.box(other).centreX() - x))
                        .thenComparingDouble(other -> Math.abs(graph.box(other).centreY() - y)))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }
}
