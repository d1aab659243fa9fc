package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.task.CancelToken;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortAlignment;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * One block laid out by the Eclipse Layout Kernel. The placements of nodes that keep links straight cost more than
 * linearly, and in large blocks drift far to one side: these get the simple one.
 */
final class ElkBlock {
    /** Nodes and links up to which the best placement is quick. */
    private static final int SMALL = 120;

    private static final int MEDIUM = 400;

    private static final double NODE_GAP = 22;
    private static final double EDGE_GAP = 12;
    private static final int THOROUGHNESS_OF_SMALL = 7;
    private static final int THOROUGHNESS_OF_LARGE = 2;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredOptions());
    }

    private ElkBlock() {}

    static GraphLayout layOut(Block block, CancelToken cancel) {
        ElkNode graph = ElkGraphUtil.createGraph();
        setOptions(graph, block);
        List<ElkNode> nodes = nodes(graph, block);
        List<ElkEdge> edges = edges(nodes, block);
        new LayeredLayoutProvider().layout(graph, new Monitor(cancel));
        cancel.throwIfCancelled();
        return new GraphLayout(
                nodes.stream()
                        .map(node -> new Box(node.getX(), node.getY(), node.getWidth(), node.getHeight()))
                        .toList(),
                edges.stream().map(edge -> route(edge.getSections().get(0))).toList(),
                graph.getWidth(),
                graph.getHeight());
    }

    private static void setOptions(ElkNode graph, Block block) {
        int size = block.sizes().size() + block.links().size();
        graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
        graph.setProperty(LayeredOptions.SEPARATE_CONNECTED_COMPONENTS, false);
        graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        graph.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, placement(size));
        graph.setProperty(LayeredOptions.THOROUGHNESS, size <= SMALL ? THOROUGHNESS_OF_SMALL : THOROUGHNESS_OF_LARGE);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE, NODE_GAP);
        graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, LayeredLayout.LAYER_GAP);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, EDGE_GAP);
        graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, EDGE_GAP);
        graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, EDGE_GAP);
    }

    private static NodePlacementStrategy placement(int size) {
        return size <= SMALL
                ? NodePlacementStrategy.NETWORK_SIMPLEX
                : size <= MEDIUM ? NodePlacementStrategy.LINEAR_SEGMENTS : NodePlacementStrategy.SIMPLE;
    }

    private static List<ElkNode> nodes(ElkNode graph, Block block) {
        List<ElkNode> nodes = new ArrayList<>();
        for (NodeSize size : block.sizes()) {
            ElkNode node = ElkGraphUtil.createNode(graph);
            node.setDimensions(size.width(), size.height());
            node.setProperty(LayeredOptions.PORT_ALIGNMENT_DEFAULT, PortAlignment.CENTER);
            nodes.add(node);
        }
        LayerConstraint first = block.first() ? LayerConstraint.FIRST : LayerConstraint.FIRST_SEPARATE;
        nodes.get(0).setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, first);
        LayerConstraint last = block.last() ? LayerConstraint.LAST : LayerConstraint.LAST_SEPARATE;
        nodes.get(nodes.size() - 1).setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, last);
        return nodes;
    }

    /** The links of one value leave a node at one place. */
    private static List<ElkEdge> edges(List<ElkNode> nodes, Block block) {
        Map<Integer, ElkPort> ports = new HashMap<>();
        List<ElkEdge> edges = new ArrayList<>();
        for (Block.Link link : block.links()) {
            ElkPort port = ports.computeIfAbsent(link.value(), value -> {
                ElkPort made = ElkGraphUtil.createPort(nodes.get(link.from()));
                made.setDimensions(0, 0);
                return made;
            });
            edges.add(ElkGraphUtil.createSimpleEdge(port, nodes.get(link.to())));
        }
        return edges;
    }

    private static Route route(ElkEdgeSection section) {
        int bends = section.getBendPoints().size();
        double[] x = new double[bends + 2];
        double[] y = new double[bends + 2];
        x[0] = section.getStartX();
        y[0] = section.getStartY();
        for (int i = 0; i < bends; i++) {
            ElkBendPoint bend = section.getBendPoints().get(i);
            x[i + 1] = bend.getX();
            y[i + 1] = bend.getY();
        }
        x[bends + 1] = section.getEndX();
        y[bends + 1] = section.getEndY();
        return new Route(x, y);
    }

    /** Lets ELK see that nobody waits any more. */
    private static final class Monitor extends BasicProgressMonitor {
        private final CancelToken cancel;

        private Monitor(CancelToken cancel) {
            this.cancel = cancel;
        }

        @Override
        public boolean isCanceled() {
            return cancel.isCancelled();
        }

        @Override
        public BasicProgressMonitor doSubTask(float work, int levels) {
            return new Monitor(cancel);
        }
    }
}
