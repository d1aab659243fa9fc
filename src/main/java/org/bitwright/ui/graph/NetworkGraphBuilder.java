package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.model.ValueInfo;

/** Makes the drawn graph of a model: an input stands right before who first takes it, an output right after its maker. */
final class NetworkGraphBuilder {
    private final Model model;
    private final Map<String, List<String>> layers = new HashMap<>();
    /** Shapes by name. */
    private final Map<String, String> inputs = new LinkedHashMap<>();

    private final Map<String, String> outputs = new LinkedHashMap<>();
    private final List<GraphNode> nodes = new ArrayList<>();
    private final List<Collection<String>> taken = new ArrayList<>();
    private final Map<String, Integer> makers = new HashMap<>();

    NetworkGraphBuilder(Model model) {
        this.model = model;
        for (Layer layer : model.layers()) {
            layer.operators().forEach(operator -> layers.computeIfAbsent(operator, name -> new ArrayList<>())
                    .add(layer.name()));
        }
        model.inputs().forEach(input -> inputs.put(input.name(), shape(input)));
        model.outputs().forEach(output -> outputs.put(output.name(), shape(output)));
    }

    NetworkGraph build() {
        Set<String> waiting = new LinkedHashSet<>(inputs.keySet());
        int nested = 0;
        for (Operator operator : model.operators()) {
            if (operator.nested()) {
                nested++;
            } else if (!isConstant(operator)) {
                operator.inputs().stream().filter(waiting::remove).forEach(this::addInput);
                add(operator);
            }
        }
        waiting.forEach(this::addInput);
        outputs.keySet().stream()
                .filter(output -> makers.containsKey(output) && inputs.containsKey(output))
                .forEach(this::addOutput);
        return sorted(nested);
    }

    private static boolean isConstant(Operator operator) {
        return operator.type().equals("Constant");
    }

    private void addInput(String name) {
        makers.put(name, nodes.size());
        add(new GraphNode(GraphNode.Kind.INPUT, "", name, inputs.getOrDefault(name, ""), List.of()), List.of());
    }

    private void addOutput(String name) {
        add(new GraphNode(GraphNode.Kind.OUTPUT, "", name, outputs.getOrDefault(name, ""), List.of()), List.of(name));
    }

    private void add(Operator operator) {
        operator.outputs().stream().filter(name -> !name.isEmpty()).forEach(name -> makers.put(name, nodes.size()));
        add(
                GraphNode.operator(operator.type(), operator.name(), layers.getOrDefault(operator.name(), List.of())),
                operator.inputs());
        operator.outputs().stream().filter(outputs::containsKey).forEach(this::addOutput);
    }

    private void add(GraphNode node, Collection<String> takes) {
        nodes.add(node);
        taken.add(new LinkedHashSet<>(takes));
    }

    private static String shape(ValueInfo value) {
        return value.extents().stream()
                .map(extent -> extent == ValueInfo.FREE ? "?" : String.valueOf(extent))
                .collect(Collectors.joining("×"));
    }

    /**
     * Files list operators in the order in which they can run, but nothing forces them to; what then lies on a circle
     * comes last, and is drawn without the links that lead back.
     */
    private NetworkGraph sorted(int nested) {
        List<GraphLink> links = links();
        int[] place = places(links);
        List<GraphNode> ordered = new ArrayList<>(nodes);
        for (int i = 0; i < place.length; i++) {
            ordered.set(place[i], nodes.get(i));
        }
        List<GraphLink> moved = links.stream()
                .map(link -> new GraphLink(place[link.from()], place[link.to()], link.value()))
                .filter(link -> link.from() < link.to())
                .toList();
        return new NetworkGraph(ordered, moved, nested);
    }

    private List<GraphLink> links() {
        List<GraphLink> links = new ArrayList<>();
        for (int to = 0; to < nodes.size(); to++) {
            for (String value : taken.get(to)) {
                Integer from = makers.get(value);
                if (from != null) {
                    links.add(new GraphLink(from, to, value));
                }
            }
        }
        return links;
    }

    /** Of each node its place in an order along the links, as near to the present one as can be. */
    private int[] places(List<GraphLink> links) {
        int[] missing = new int[nodes.size()];
        List<List<Integer>> next = new ArrayList<>();
        nodes.forEach(node -> next.add(new ArrayList<>()));
        for (GraphLink link : links) {
            missing[link.to()]++;
            next.get(link.from()).add(link.to());
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        int[] place = new int[nodes.size()];
        java.util.Arrays.fill(place, -1);
        int count = 0;
        while (!ready.isEmpty()) {
            int node = ready.remove();
            place[node] = count++;
            for (int after : next.get(node)) {
                if (--missing[after] == 0) {
                    ready.add(after);
                }
            }
        }
        for (int i = 0; i < place.length; i++) {
            place[i] = place[i] < 0 ? count++ : place[i];
        }
        return place;
    }
}
