package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network cut where everything passes through one node. A few values that are taken everywhere, such as the mask of a
 * transformer, would forbid every cut; where parts become too large, the links that reach farthest are left out.
 *
 * @param cuts nodes between which the parts lie, the first and the last node among them
 * @param near of each part the links that lie in it
 * @param far links from one part to a later one
 */
record Parts(int[] cuts, List<List<Integer>> near, List<Integer> far) {
    /** Nodes and links that a part may have before far links are left out. */
    private static final int LARGE = 400;

    /** How many nodes a link passes by that counts as far: as few as needed. */
    private static final int[] FAR = {200, 96, 48, 28};

    private static final int HUGE = 800;
    private static final int PIECE = 400;

    /** More values than these in a part are no exception but a tangle. */
    private static final int MOST_VALUES = 12;

    static Parts of(NetworkGraph graph) {
        BitSet far = new BitSet();
        for (int reach : FAR) {
            int[] cuts = cuts(graph, far);
            List<List<Integer>> links = between(graph, cuts, far);
            for (int part = 0; part < links.size(); part++) {
                if (cuts[part + 1] - cuts[part] + links.get(part).size() > LARGE) {
                    leaveOut(graph, links.get(part), reach, far);
                }
            }
        }
        force(graph, far);
        return of(graph, cuts(graph, far), far);
    }

    /** Cuts what is still so large that ELK, which calls itself along a network, would run out of stack. */
    private static void force(NetworkGraph graph, BitSet far) {
        int[] cuts = cuts(graph, far);
        int[] passing = passing(graph, far);
        for (int part = 0; part + 1 < cuts.length; part++) {
            if (cuts[part + 1] - cuts[part] > HUGE) {
                for (int at = cuts[part] + PIECE; at < cuts[part + 1] - PIECE / 2; at += PIECE) {
                    force(graph, fewest(passing, at - PIECE / 4, at + PIECE / 4), far);
                }
            }
        }
    }

    private static int fewest(int[] passing, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .min(Comparator.comparingInt(node -> passing[node]))
                .orElse(from);
    }

    private static void force(NetworkGraph graph, int node, BitSet far) {
        for (int i = 0; i < graph.links().size(); i++) {
            GraphLink link = graph.links().get(i);
            if (link.from() < node && node < link.to()) {
                far.set(i);
            }
        }
    }

    /** A link that was left out and yet lies within one part is taken back. */
    private static Parts of(NetworkGraph graph, int[] cuts, BitSet far) {
        for (int link = far.nextSetBit(0); link >= 0; link = far.nextSetBit(link + 1)) {
            int part = part(cuts, graph.links().get(link).from());
            if (graph.links().get(link).to() <= cuts[part + 1]) {
                far.clear(link);
            }
        }
        return new Parts(cuts, between(graph, cuts, far), far.stream().boxed().toList());
    }

    private static void leaveOut(NetworkGraph graph, List<Integer> links, int reach, BitSet far) {
        List<Integer> found = links.stream()
                .filter(link ->
                        graph.links().get(link).to() - graph.links().get(link).from() > reach)
                .toList();
        int values = found.stream()
                .map(link -> graph.links().get(link).value())
                .collect(Collectors.toSet())
                .size();
        if (values <= MOST_VALUES) {
            found.forEach(far::set);
        }
    }

    /** Nodes that no link passes by. */
    private static int[] cuts(NetworkGraph graph, BitSet far) {
        int[] passing = passing(graph, far);
        return IntStream.range(0, passing.length)
                .filter(node -> passing[node] == 0)
                .toArray();
    }

    /** How many links pass by each node. */
    private static int[] passing(NetworkGraph graph, BitSet far) {
        int nodes = graph.nodes().size();
        int[] passing = new int[nodes + 1];
        for (int i = 0; i < graph.links().size(); i++) {
            if (!far.get(i)) {
                passing[graph.links().get(i).from() + 1]++;
                passing[graph.links().get(i).to()]--;
            }
        }
        Arrays.parallelPrefix(passing, Integer::sum);
        return Arrays.copyOf(passing, nodes);
    }

    private static List<List<Integer>> between(NetworkGraph graph, int[] cuts, BitSet far) {
        List<List<Integer>> parts = new ArrayList<>();
        for (int i = 0; i + 1 < cuts.length; i++) {
            parts.add(new ArrayList<>());
        }
        for (int i = 0; i < graph.links().size(); i++) {
            if (!far.get(i)) {
                parts.get(part(cuts, graph.links().get(i).from())).add(i);
            }
        }
        return parts;
    }

    /** The part in which links from a node begin. */
    private static int part(int[] cuts, int from) {
        int found = Arrays.binarySearch(cuts, from);
        return found >= 0 ? found : -found - 2;
    }
}
