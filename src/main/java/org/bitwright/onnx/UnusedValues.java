package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what a rewrite left without a use. */
final class UnusedValues {
    private UnusedValues() {}

    /** The model without operators that dequantize for nobody, and the constants that only they took. */
    static ModelProto withoutDequantization(ModelProto model) {
        GraphProto graph = model.getGraph();
        Set<String> used = used(graph);
        List<NodeProto> kept = graph.getNodeList().stream()
                .filter(node -> !node.getOpType().equals("DequantizeLinear") || used.contains(node.getOutput(0)))
                .toList();
        if (kept.size() == graph.getNodeCount()) {
            return model;
        }
        return withoutConstants(
                model, graph.toBuilder().clearNode().addAllNode(kept).build());
    }

    /**
     * A model with another graph, without the constants that nothing takes any more.
     *
     * @param model as it was before
     */
    static ModelProto withoutConstants(ModelProto model, GraphProto changed) {
        GraphProto graph = model.getGraph();
        Set<String> unused = used(graph);
        unused.removeAll(used(changed));
        GraphProto.Builder kept = changed.toBuilder().clearInitializer().clearInput();
        changed.getInitializerList().stream()
                .filter(tensor -> !unused.contains(tensor.getName()))
                .forEach(kept::addInitializer);
        changed.getInputList().stream()
                .filter(input -> !unused.contains(input.getName()) || isSupplied(graph, input.getName()))
                .forEach(kept::addInput);
        return model.toBuilder().setGraph(kept).build();
    }

    /** Whether callers must supply an input, used or not. */
    private static boolean isSupplied(GraphProto graph, String input) {
        return graph.getInitializerList().stream()
                .noneMatch(tensor -> tensor.getName().equals(input));
    }

    private static Set<String> used(GraphProto graph) {
        Set<String> used = new HashSet<>();
        add(graph, used);
        return used;
    }

    private static void add(GraphProto graph, Set<String> used) {
        graph.getOutputList().forEach(output -> used.add(output.getName()));
        for (NodeProto node : graph.getNodeList()) {
            used.addAll(node.getInputList());
            for (AttributeProto attribute : node.getAttributeList()) {
                add(attribute.getG(), used);
                attribute.getGraphsList().forEach(nested -> add(nested, used));
            }
        }
    }
}
