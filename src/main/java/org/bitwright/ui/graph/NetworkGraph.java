package org.bitwright.ui.graph;

import java.util.List;
import org.bitwright.model.Model;

/**
 * The main graph of a network as it is drawn: inputs, operators and outputs, without constants. Graphs with equal nodes
 * and links are equal, so that a layout can be found again.
 *
 * @param nodes sorted so that every link leads to a later node
 * @param links each value once between two nodes
 * @param nested number of operators in branches, loops and functions, which are not drawn
 */
record NetworkGraph(List<GraphNode> nodes, List<GraphLink> links, int nested) {
    NetworkGraph {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
        for (GraphLink link : links) {
            if (link.from() >= link.to()) {
                throw new IllegalArgumentException("link from node " + link.from() + " back to node " + link.to());
            }
        }
    }

    static NetworkGraph of(Model model) {
        return new NetworkGraphBuilder(model).build();
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }
}
