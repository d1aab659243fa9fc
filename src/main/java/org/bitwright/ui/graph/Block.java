package org.bitwright.ui.graph;

import java.util.List;

/**
 * A part of a network between two nodes that everything passes through, without its names: equal blocks are laid out
 * once. Its nodes are numbered from 0, the links of a value from one node share a number.
 *
 * @param sizes of the nodes, sorted along the links
 * @param links as from, to, and the number of the value
 * @param first whether nothing comes before it, so that other nodes may lie beside the first one
 * @param last whether nothing follows
 */
record Block(List<NodeSize> sizes, List<Link> links, boolean first, boolean last) {
    record Link(int from, int to, int value) {}

    Block {
        sizes = List.copyOf(sizes);
        links = List.copyOf(links);
    }
}
