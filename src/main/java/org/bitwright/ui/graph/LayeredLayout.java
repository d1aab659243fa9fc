package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Lays a network out in layers from top to bottom. The network is cut where everything passes through one node; what
 * lies between two cuts is laid out by ELK's layered algorithm (Sugiyama) alone, equal parts once, and stacked with the
 * cut nodes above each other. So a trunk is straight however long the network is, and the cost grows with its length
 * only. Links from one part to a later one are led around.
 */
final class LayeredLayout {
    /** Between two layers. */
    static final double LAYER_GAP = 30;

    private static final double PART_GAP = 48;

    private final NetworkGraph graph;
    private final List<NodeSize> sizes;
    private final Map<Block, GraphLayout> known = new HashMap<>();
    private final Box[] boxes;
    private final Route[] routes;

    private LayeredLayout(NetworkGraph graph) {
        this.graph = graph;
        sizes = graph.nodes().stream().map(NodeSize::of).toList();
        boxes = new Box[graph.nodes().size()];
        routes = new Route[graph.links().size()];
    }

    /** @throws java.util.concurrent.CancellationException if the token has been cancelled */
    static GraphLayout of(NetworkGraph graph, Progress progress, CancelToken cancel) {
        return new LayeredLayout(graph).layOut(progress, cancel);
    }

    private GraphLayout layOut(Progress progress, CancelToken cancel) {
        Parts parts = Parts.of(graph);
        int[] cuts = parts.cuts();
        if (boxes.length > 0) {
            NodeSize first = sizes.get(0);
            boxes[0] = new Box(-first.width() / 2, 0, first.width(), first.height());
        }
        for (int i = 0; i + 1 < cuts.length; i++) {
            cancel.throwIfCancelled();
            place(cuts[i], cuts[i + 1], parts.near().get(i), cancel);
            progress.update(cuts[i + 1], boxes.length);
        }
        new Lanes(graph, boxes, routes).lead(parts.far());
        return result();
    }

    private void place(int from, int to, List<Integer> links, CancelToken cancel) {
        if (links.isEmpty()) {
            placeBelow(to);
            return;
        }
        Block block = block(from, to, links);
        GraphLayout part = towardsTrunk(layOut(block, cancel), boxes[from].centreX());
        double byX = boxes[from].x() - part.boxes().get(0).x();
        double byY = boxes[from].y() - part.boxes().get(0).y();
        for (int i = 1; i < part.boxes().size(); i++) {
            boxes[from + i] = part.boxes().get(i).moved(byX, byY);
        }
        for (int i = 0; i < links.size(); i++) {
            routes[links.get(i)] = part.routes().get(i).moved(byX, byY);
        }
    }

    /** Turned around where it would lead farther away from the line at 0. */
    private static GraphLayout towardsTrunk(GraphLayout part, double present) {
        List<Box> all = part.boxes();
        double aside = all.get(all.size() - 1).centreX() - all.get(0).centreX();
        return aside * present > 0 ? part.mirrored() : part;
    }

    /** What no link leads to begins a part of its own. */
    private void placeBelow(int node) {
        double bottom = 0;
        for (int i = 0; i < node; i++) {
            bottom = Math.max(bottom, boxes[i].bottom());
        }
        NodeSize size = sizes.get(node);
        boxes[node] = new Box(-size.width() / 2, bottom + PART_GAP, size.width(), size.height());
    }

    private Block block(int from, int to, List<Integer> links) {
        Map<String, Integer> values = new HashMap<>();
        List<Block.Link> inside = new ArrayList<>();
        for (int index : links) {
            GraphLink link = graph.links().get(index);
            int value = values.computeIfAbsent(link.value(), name -> values.size());
            inside.add(new Block.Link(link.from() - from, link.to() - from, value));
        }
        return new Block(sizes.subList(from, to + 1), inside, from == 0, to == boxes.length - 1);
    }

    private GraphLayout layOut(Block block, CancelToken cancel) {
        if (block.sizes().size() == 2 && block.links().size() == 1) {
            return chain(block.sizes().get(0), block.sizes().get(1));
        }
        GraphLayout found = known.get(block);
        if (found == null) {
            found = StraightTrunk.of(ElkBlock.layOut(block, cancel), block);
            known.put(block, found);
        }
        return found;
    }

    /** Two nodes with one link. */
    private static GraphLayout chain(NodeSize above, NodeSize below) {
        double top = above.height() + LAYER_GAP;
        return new GraphLayout(
                List.of(
                        new Box(-above.width() / 2, 0, above.width(), above.height()),
                        new Box(-below.width() / 2, top, below.width(), below.height())),
                List.of(new Route(new double[] {0, 0}, new double[] {above.height(), top})),
                Math.max(above.width(), below.width()),
                top + below.height());
    }

    private GraphLayout result() {
        List<Box> all = new ArrayList<>(List.of(boxes));
        for (Route route : routes) {
            all.add(route.bounds());
        }
        double left = all.stream().mapToDouble(Box::x).min().orElse(0) - GraphLayout.MARGIN;
        double top = all.stream().mapToDouble(Box::y).min().orElse(0) - GraphLayout.MARGIN;
        double right = all.stream().mapToDouble(Box::right).max().orElse(0) + GraphLayout.MARGIN;
        double bottom = all.stream().mapToDouble(Box::bottom).max().orElse(0) + GraphLayout.MARGIN;
        return new GraphLayout(
                Arrays.stream(boxes).map(box -> box.moved(-left, -top)).toList(),
                Arrays.stream(routes).map(route -> route.moved(-left, -top)).toList(),
                right - left,
                bottom - top);
    }
}
