package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes values from within a network its outputs, in place of those that it had. */
public final class ExposedValues {
    private ExposedValues() {}

    /**
     * A document whose outputs are these values, in their order, without the operators that none of them needs: a run up
     * to the third layer costs three layers. Types and shapes are left to the runtime's inference.
     *
     * @param names values that operators or callers make; none twice
     * @throws IllegalArgumentException if an operator of the main graph makes no value of a name, nor is it an input
     */
    public static OnnxDocument of(OnnxDocument document, Collection<String> names) throws IOException {
        GraphProto graph = document.proto().getGraph();
        Set<String> needed = new HashSet<>(names);
        List<NodeProto> kept = new ArrayList<>();
        Set<String> made = new HashSet<>();
        graph.getInputList().forEach(input -> made.add(input.getName()));
        for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
            NodeProto node = graph.getNode(i);
            made.addAll(node.getOutputList());
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                kept.add(node);
                addInputs(node, needed);
            }
        }
        Collections.reverse(kept);
        GraphProto.Builder changed =
                graph.toBuilder().clearNode().addAllNode(kept).clearOutput();
        for (String name : names) {
            if (!made.contains(name)) {
                throw new IllegalArgumentException("no operator makes a value " + Quoted.name(name));
            }
            changed.addOutput(ValueInfoProto.newBuilder().setName(name));
        }
        return document.with(document.proto().toBuilder().setGraph(changed).build());
    }

    /** Also what graphs nested in an operator take from around them; too many names do no harm. */
    private static void addInputs(NodeProto node, Set<String> needed) {
        Deque<NodeProto> nodes = new ArrayDeque<>(List.of(node));
        while (!nodes.isEmpty()) {
            NodeProto next = nodes.pop();
            needed.addAll(next.getInputList());
            for (AttributeProto attribute : next.getAttributeList()) {
                addGraph(attribute.getG(), nodes, needed);
                attribute.getGraphsList().forEach(graph -> addGraph(graph, nodes, needed));
            }
        }
    }

    private static void addGraph(GraphProto graph, Deque<NodeProto> nodes, Set<String> needed) {
        graph.getNodeList().forEach(nodes::push);
        graph.getOutputList().forEach(output -> needed.add(output.getName()));
    }
}
