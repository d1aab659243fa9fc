package org.bitwright.ui.graph;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The nodes whose type or name holds all words of a text, in the network's order.
 *
 * @param at place among the hits of the one looked at; −1 before the first step
 */
record FoundNodes(List<Integer> hits, int at) {
    static final FoundNodes NONE = new FoundNodes(List.of(), -1);

    FoundNodes {
        hits = List.copyOf(hits);
    }

    static FoundNodes of(NetworkGraph network, String text) {
        String wanted = text.toLowerCase(Locale.ROOT).strip();
        if (wanted.isEmpty()) {
            return NONE;
        }
        List<String> words = List.of(wanted.split("\\s+"));
        return new FoundNodes(
                IntStream.range(0, network.nodes().size())
                        .filter(i -> holds(network.nodes().get(i), words))
                        .boxed()
                        .toList(),
                -1);
    }

    private static boolean holds(GraphNode node, List<String> words) {
        String text =
                (node.type() + " " + node.name() + " " + String.join(" ", node.layers())).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }

    /** The next one, or the one before for −1; after the last comes the first. */
    FoundNodes stepped(int by) {
        if (hits.isEmpty()) {
            return this;
        }
        int next = at < 0 && by < 0 ? hits.size() - 1 : Math.floorMod(at + by, hits.size());
        return new FoundNodes(hits, next);
    }

    OptionalInt current() {
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(hits.get(at));
    }
}
