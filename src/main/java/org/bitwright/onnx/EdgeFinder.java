package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.ElementType;

/**
 * Finds the activations of a checked model that integer runtimes quantize: float values of the main graph that no
 * constant gives and that one of the {@link EdgeOperators} takes or makes. Types are followed from the inputs through
 * the operators; what cannot be followed, such as the results of operators that are not known here, is no edge.
 */
final class EdgeFinder {
    private final CheckedGraph graph;
    private final Map<String, ElementType> types = new HashMap<>();
    private final Map<String, Integer> channelAxes = new HashMap<>();
    private final Map<String, PlacedNode> producers = new HashMap<>();
    private final Map<String, List<PlacedNode>> consumers = new LinkedHashMap<>();

    private EdgeFinder(CheckedGraph graph) {
        this.graph = graph;
    }

    static List<Edge> find(ModelProto model, CheckedGraph graph) {
        EdgeFinder finder = new EdgeFinder(graph);
        GraphProto proto = model.getGraph();
        Set<String> values = new LinkedHashSet<>();
        for (ValueInfoProto input : proto.getInputList()) {
            if (!graph.constants().containsKey(input.getName())) {
                ElementTypes.of(input.getType().getTensorType().getElemType())
                        .ifPresent(type -> finder.types.put(input.getName(), type));
                values.add(input.getName());
            }
        }
        graph.constants()
                .forEach((name, constant) ->
                        finder.types.put(name, constant.tensor().type()));
        for (PlacedNode node : graph.main()) {
            finder.visit(node);
            values.addAll(node.node().getOutputList());
        }
        List<Edge> edges = new ArrayList<>();
        for (String value : values) {
            if (finder.isEdge(value)) {
                edges.add(finder.edge(value));
            }
        }
        return edges;
    }

    private void visit(PlacedNode node) {
        for (String input : node.node().getInputList()) {
            List<PlacedNode> users = consumers.computeIfAbsent(input, name -> new ArrayList<>());
            if (users.isEmpty() || users.get(users.size() - 1) != node) {
                users.add(node);
            }
        }
        for (int i = 0; i < node.node().getOutputCount(); i++) {
            String output = node.node().getOutput(i);
            producers.put(output, node);
            if (node.isStandard() && !graph.constants().containsKey(output)) {
                type(node, i).ifPresent(type -> types.put(output, type));
            }
        }
        channels(node);
    }

    private Optional<ElementType> type(PlacedNode node, int output) {
        String type = node.node().getOpType();
        if (type.equals("Cast")) {
            return ElementTypes.of((int) node.integer("to", 0));
        }
        if (EdgeOperators.giveLongs(type) || output == 1 && (type.equals("TopK") || type.equals("MaxPool"))) {
            return Optional.of(ElementType.INT64);
        }
        if (EdgeOperators.giveBooleans(type) || output == 1 && type.equals("Dropout")) {
            return Optional.of(ElementType.BOOL);
        }
        if (EdgeOperators.giveFloats(type)) {
            return Optional.of(ElementType.FLOAT32);
        }
        if (EdgeOperators.giveIntegers(type)) {
            return Optional.of(ElementType.INT32);
        }
        if (type.equals("ConstantOfShape")) {
            return node.attribute("value")
                    .map(AttributeProto::getT)
                    .map(tensor -> ElementTypes.of(tensor.getDataType()))
                    .orElse(Optional.of(ElementType.FLOAT32));
        }
        return Optional.ofNullable(types.get(node.input(type.equals("Where") ? 1 : 0)));
    }

    private void channels(PlacedNode node) {
        if (!node.isStandard() || node.node().getOutputCount() == 0) {
            return;
        }
        String output = node.node().getOutput(0);
        switch (node.node().getOpType()) {
            case "Conv", "ConvTranspose" -> channelAxes.put(output, 1);
            case "Gemm", "MatMul" -> channelAxes.put(output, -1);
            default -> {
                Integer before = channelAxes.get(node.input(0));
                if (before != null && EdgeOperators.keepChannels(node.node().getOpType())) {
                    channelAxes.put(output, before);
                }
            }
        }
    }

    private boolean isEdge(String value) {
        if (value.isEmpty()
                || types.get(value) != ElementType.FLOAT32
                || graph.constants().containsKey(value)) {
            return false;
        }
        PlacedNode producer = producers.get(value);
        return producer != null && isQuantized(producer)
                || consumers.getOrDefault(value, List.of()).stream().anyMatch(EdgeFinder::isQuantized);
    }

    private static boolean isQuantized(PlacedNode node) {
        return node.isStandard() && EdgeOperators.areQuantized(node.node().getOpType());
    }

    private Edge edge(String value) {
        PlacedNode producer = producers.get(value);
        List<PlacedNode> users = consumers.getOrDefault(value, List.of());
        return new Edge(
                value,
                producer == null ? "" : producer.name(),
                producer == null ? "" : producer.type(),
                users.stream().map(PlacedNode::name).distinct().toList(),
                channelAxis(value, users));
    }

    private OptionalInt channelAxis(String value, List<PlacedNode> users) {
        Integer made = channelAxes.get(value);
        if (made != null) {
            return OptionalInt.of(made);
        }
        for (PlacedNode user : users) {
            if (user.is("Conv") || user.is("ConvTranspose") || user.is("BatchNormalization")) {
                return OptionalInt.of(1);
            }
            if (user.is("MatMul") || user.is("Gemm") || user.is("LayerNormalization")) {
                return OptionalInt.of(-1);
            }
        }
        return OptionalInt.empty();
    }
}
