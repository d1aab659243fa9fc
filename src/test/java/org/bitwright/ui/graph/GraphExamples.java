package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Networks made up for tests and benchmarks, of any length. */
final class GraphExamples {
    private final List<GraphNode> nodes = new ArrayList<>();
    private final List<GraphLink> links = new ArrayList<>();

    private GraphExamples() {}

    /** Convolutions with a short cut around every two. */
    static NetworkGraph residual(int size) {
        GraphExamples made = new GraphExamples();
        int last = made.input();
        while (made.nodes.size() + 6 < size) {
            int first = made.conv(last);
            int second = made.conv(made.after("Relu", first));
            last = made.after("Relu", made.after("Add", second, last));
        }
        return made.end(last);
    }

    /** Eight branches of one to three convolutions side by side, joined again. */
    static NetworkGraph inception(int size) {
        GraphExamples made = new GraphExamples();
        int last = made.input();
        while (made.nodes.size() + 34 < size) {
            int[] ends = new int[8];
            for (int branch = 0; branch < ends.length; branch++) {
                ends[branch] = last;
                for (int depth = 0; depth <= branch % 3; depth++) {
                    ends[branch] = made.after("Relu", made.conv(ends[branch]));
                }
            }
            last = made.after("Concat", ends);
        }
        return made.end(last);
    }

    /** Every layer takes what the six before it gave, so that nothing passes through one node alone. */
    static NetworkGraph dense(int size) {
        GraphExamples made = new GraphExamples();
        List<Integer> given = new ArrayList<>(List.of(made.input()));
        while (made.nodes.size() + 4 < size) {
            int[] before = given.subList(Math.max(0, given.size() - 6), given.size()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            given.add(made.conv(made.after("Concat", before)));
        }
        return made.end(given.get(given.size() - 1));
    }

    /** Blocks of attention that all take the same mask, as exported transformers do. */
    static NetworkGraph masked(int size) {
        GraphExamples made = new GraphExamples();
        int last = made.input();
        int mask = made.after("Cast", made.input());
        while (made.nodes.size() + 20 < size) {
            int norm = made.after("LayerNormalization", last);
            int query = made.after("Reshape", made.matMul(norm));
            int key = made.after("Transpose", made.after("Reshape", made.matMul(norm)));
            int value = made.after("Reshape", made.matMul(norm));
            int scores = made.after("Where", made.after("MatMul", query, key), mask);
            int mixed =
                    made.after("Add", made.matMul(made.after("MatMul", made.after("Softmax", scores), value)), last);
            int wide = made.after("Gelu", made.matMul(made.after("LayerNormalization", mixed)));
            last = made.after("Add", made.matMul(wide), mixed);
        }
        return made.end(last);
    }

    /** Any links that lead forwards. */
    static NetworkGraph random(int size, int count, long seed) {
        GraphExamples made = new GraphExamples();
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) {
            made.add(GraphNode.operator("Op" + i, "node" + i, i % 3 == 0 ? List.of("node" + i) : List.of()));
        }
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(size - 1);
            int to = from + 1 + random.nextInt(size - 1 - from);
            if (made.links.stream().noneMatch(link -> link.from() == from && link.to() == to)) {
                made.links.add(new GraphLink(from, to, "value" + from));
            }
        }
        return new NetworkGraph(made.nodes, made.links, 0);
    }

    private int input() {
        return add(new GraphNode(GraphNode.Kind.INPUT, "", "input" + nodes.size(), "?×3×224×224", List.of()));
    }

    private int conv(int from) {
        return layer("Conv", from);
    }

    private int matMul(int from) {
        return layer("MatMul", from);
    }

    private int layer(String type, int from) {
        String name = "/model/blocks." + nodes.size() + "/" + type;
        int node = add(GraphNode.operator(type, name, List.of(name)));
        link(from, node);
        return node;
    }

    private int after(String type, int... before) {
        int node = add(GraphNode.operator(type, "/model/" + type + "_" + nodes.size(), List.of()));
        for (int from : before) {
            link(from, node);
        }
        return node;
    }

    private NetworkGraph end(int last) {
        int node = add(new GraphNode(GraphNode.Kind.OUTPUT, "", "output", "?×1000", List.of()));
        link(last, node);
        return new NetworkGraph(nodes, links, 0);
    }

    private int add(GraphNode node) {
        nodes.add(node);
        return nodes.size() - 1;
    }

    private void link(int from, int to) {
        links.add(new GraphLink(from, to, "value" + from));
    }
}
