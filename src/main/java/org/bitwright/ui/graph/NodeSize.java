package org.bitwright.ui.graph;

/**
 * How large a node is drawn. It follows from its words alone, not from what is measured of it, so that a layout stays
 * when bits and errors change; in the font's width of an average character.
 */
record NodeSize(double width, double height) {
    /** Size of the text of a node, in units. */
    static final double FONT = 12;

    static final double PADDING = 9;
    static final double LINE = 17;

    /** Longer names are shortened. */
    static final int LONGEST_NAME = 26;

    private static final double CHARACTER = 6.6;
    private static final double LEAST_LAYER = 136;
    private static final double LEAST = 56;
    /** What stands on the right of a layer's name: an error in decibels or a loss. */
    private static final int FIGURE = 9;

    private static final int GAP = 2;

    static NodeSize of(GraphNode node) {
        int name = Math.min(LONGEST_NAME, node.name().length());
        if (node.isLayer()) {
            int characters = Math.max(node.type().length(), name) + GAP + FIGURE;
            return new NodeSize(Math.max(LEAST_LAYER, characters * CHARACTER + 2 * PADDING), 2 * LINE + 10);
        }
        String first = node.kind() == GraphNode.Kind.OPERATOR ? node.type() : node.shape();
        int characters = first.length() + GAP + name;
        return new NodeSize(Math.max(LEAST, characters * CHARACTER + 2 * PADDING), LINE + 9);
    }
}
