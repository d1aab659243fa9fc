package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who uses each value of a document's main graph. */
final class ValueUses {
    private final Map<String, List<PlacedNode>> users = new HashMap<>();
    private final Set<String> results = new HashSet<>();

    ValueUses(OnnxDocument document) {
        addResults(document.proto().getGraph());
        for (PlacedNode node : document.graph().operators()) {
            for (String input : node.node().getInputList()) {
                users.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
            }
            for (AttributeProto attribute : node.node().getAttributeList()) {
                addResults(attribute.getG());
                attribute.getGraphsList().forEach(this::addResults);
            }
        }
    }

    private void addResults(GraphProto graph) {
        graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(results::add);
    }

    /** The operator of the main graph that takes a value, where nothing else does, not even a caller of the network. */
    Optional<PlacedNode> onlyUser(String value) {
        List<PlacedNode> all = users.getOrDefault(value, List.of());
        return all.size() == 1
                        && !results.contains(value)
                        && all.get(0).within().isEmpty()
                ? Optional.of(all.get(0))
                : Optional.empty();
    }

    /** The operators that take a value, those of nested graphs among them. */
    List<PlacedNode> users(String value) {
        return users.getOrDefault(value, List.of());
    }

    /** Whether a value is a result of the network, or of a graph nested in it. */
    boolean isResult(String value) {
        return results.contains(value);
    }

    /** Whether an operator or a caller takes a value. */
    boolean isUsed(String value) {
        return users.containsKey(value) || results.contains(value);
    }
}
