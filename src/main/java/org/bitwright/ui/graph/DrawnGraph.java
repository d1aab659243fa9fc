package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** A network with its layout, and who is next to whom. */
final class DrawnGraph {
    private final NetworkGraph network;
    private final GraphLayout layout;
    private final List<List<Integer>> before = new ArrayList<>();
    private final List<List<Integer>> after = new ArrayList<>();

    DrawnGraph(NetworkGraph network, GraphLayout layout) {
        this.network = network;
        this.layout = layout;
        network.nodes().forEach(node -> {
            before.add(new ArrayList<>());
            after.add(new ArrayList<>());
        });
        for (GraphLink link : network.links()) {
            before.get(link.to()).add(link.from());
            after.get(link.from()).add(link.to());
        }
    }

    static DrawnGraph of(NetworkGraph network, Progress progress, CancelToken cancel) {
        return new DrawnGraph(network, LayeredLayout.of(network, progress, cancel));
    }

    NetworkGraph network() {
        return network;
    }

    GraphLayout layout() {
        return layout;
    }

    int size() {
        return network.nodes().size();
    }

    GraphNode node(int index) {
        return network.nodes().get(index);
    }

    Box box(int index) {
        return layout.boxes().get(index);
    }

    GraphLink link(int index) {
        return network.links().get(index);
    }

    Route route(int index) {
        return layout.routes().get(index);
    }

    int links() {
        return network.links().size();
    }

    List<Integer> before(int node) {
        return before.get(node);
    }

    List<Integer> after(int node) {
        return after.get(node);
    }

    OptionalInt nodeAt(double x, double y) {
        for (int i = 0; i < size(); i++) {
            if (box(i).contains(x, y)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The nearest link within {@code reach}. */
    OptionalInt linkAt(double x, double y, double reach) {
        int nearest = -1;
        double least = reach;
        for (int i = 0; i < links(); i++) {
            if (route(i).bounds().grown(reach).contains(x, y)) {
                double distance = route(i).distance(x, y);
                if (distance < least) {
                    least = distance;
                    nearest = i;
                }
            }
        }
        return nearest < 0 ? OptionalInt.empty() : OptionalInt.of(nearest);
    }

    /** The node beside another, to the right or to the left: the nearest of those at the same height. */
    OptionalInt beside(int node, boolean right) {
        Box from = box(node);
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < size(); i++) {
            Box other = box(i);
            double way = right ? other.x() - from.right() : from.x() - other.right();
            boolean level = other.y() < from.bottom() && from.y() < other.bottom();
            if (level && way >= 0 && way < least) {
                least = way;
                nearest = i;
            }
        }
        return nearest < 0 ? OptionalInt.empty() : OptionalInt.of(nearest);
    }
}
