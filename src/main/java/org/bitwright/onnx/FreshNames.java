package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Gives names that nothing in a graph, nor in a graph nested in it, has yet. */
final class FreshNames {
    private final Set<String> taken = new HashSet<>();

    FreshNames(GraphProto graph) {
        Deque<GraphProto> graphs = new ArrayDeque<>();
        graphs.push(graph);
        while (!graphs.isEmpty()) {
            GraphProto next = graphs.pop();
            next.getInputList().forEach(value -> taken.add(value.getName()));
            next.getOutputList().forEach(value -> taken.add(value.getName()));
            next.getInitializerList().forEach(tensor -> taken.add(tensor.getName()));
            next.getSparseInitializerList()
                    .forEach(tensor -> taken.add(tensor.getValues().getName()));
            next.getNodeList().forEach(node -> add(node, graphs));
        }
    }

    private void add(NodeProto node, Deque<GraphProto> graphs) {
        taken.add(node.getName());
        taken.addAll(node.getOutputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                graphs.push(attribute.getG());
            }
            attribute.getGraphsList().forEach(graphs::push);
        }
    }

    /** The wanted name, or one like it. */
    String like(String wanted) {
        String name = wanted;
        for (int count = 2; !taken.add(name); count++) {
            name = wanted + "_" + count;
        }
        return name;
    }

    /** Whether nothing has this name yet. */
    boolean isFree(String name) {
        return !taken.contains(name);
    }
}
