package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values the outputs of a graph need. */
final class LiveValues {
    private LiveValues() {}

    /** Names of all values that these outputs need, themselves among them. */
    static Set<String> of(List<NodeProto> nodes, Collection<String> outputs) {
        Set<String> needed = new HashSet<>(outputs);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            NodeProto node = nodes.get(i);
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                needed.addAll(node.getInputList());
                needed.addAll(captured(node));
            }
        }
        return needed;
    }

    /** What graphs nested in an operator may take from around them: every name in there that is taken. */
    static Set<String> captured(NodeProto node) {
        Set<String> names = new HashSet<>();
        Deque<GraphProto> graphs = new ArrayDeque<>();
        push(node, graphs);
        while (!graphs.isEmpty()) {
            GraphProto graph = graphs.pop();
            graph.getOutputList().forEach(output -> names.add(output.getName()));
            for (NodeProto inner : graph.getNodeList()) {
                names.addAll(inner.getInputList());
                push(inner, graphs);
            }
        }
        return names;
    }

    private static void push(NodeProto node, Deque<GraphProto> graphs) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasG()) {
                graphs.push(attribute.getG());
            }
            attribute.getGraphsList().forEach(graphs::push);
        }
    }
}
