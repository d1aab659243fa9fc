package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Moves the last node of a block below its first one, as far as the links still meet them: both stand alone in their
 * layers. Without it every block would lead a little aside, and a long network away.
 */
final class StraightTrunk {
    /** Between a link's end and the corner of its node. */
    private static final double INSET = 6;

    private StraightTrunk() {}

    static GraphLayout of(GraphLayout layout, Block block) {
        int last = layout.boxes().size() - 1;
        List<Box> boxes = new ArrayList<>(layout.boxes());
        double aside = boxes.get(0).centreX() - boxes.get(last).centreX();
        double below = within(
                aside,
                boxes.get(last),
                ends(layout, block, Block.Link::to, last, route -> route.x(route.points() - 1)));
        double above =
                within(below - aside, boxes.get(0), ends(layout, block, Block.Link::from, 0, route -> route.x(0)));
        if (!block.last()) {
            boxes.set(last, boxes.get(last).moved(below, 0));
        }
        if (!block.first()) {
            boxes.set(0, boxes.get(0).moved(above, 0));
        }
        return new GraphLayout(boxes, layout.routes(), layout.width(), layout.height());
    }

    private interface End {
        int of(Block.Link link);
    }

    /** Where links meet a node. */
    private static double[] ends(GraphLayout layout, Block block, End end, int node, ToDoubleFunction<Route> place) {
        return IntStream.range(0, block.links().size())
                .filter(link -> end.of(block.links().get(link)) == node)
                .mapToDouble(link -> place.applyAsDouble(layout.routes().get(link)))
                .sorted()
                .toArray();
    }

    /** The wish, as far as all ends stay on the node. */
    private static double within(double wish, Box box, double[] ends) {
        if (ends.length == 0) {
            return 0;
        }
        double least = Math.min(0, ends[ends.length - 1] + INSET - box.right());
        double most = Math.max(0, ends[0] - INSET - box.x());
        return Math.max(least, Math.min(most, wish));
    }
}
