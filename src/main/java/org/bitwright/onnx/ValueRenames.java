package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.Map;

/** Other names for values that operators take, in branches and loops too. Used by one thread. */
final class ValueRenames {
    private final Map<String, String> names = new HashMap<>();

    void put(String value, String renamed) {
        names.put(value, renamed);
    }

    /** The operator with the names of what it takes changed; what it gives keeps its names. */
    NodeProto.Builder of(NodeProto node) {
        NodeProto.Builder changed = node.toBuilder();
        if (names.isEmpty()) {
            return changed;
        }
        for (int i = 0; i < node.getInputCount(); i++) {
            changed.setInput(i, of(node.getInput(i)));
        }
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.hasG() || attribute.getGraphsCount() > 0) {
                changed.setAttribute(i, of(attribute));
            }
        }
        return changed;
    }

    private AttributeProto of(AttributeProto attribute) {
        AttributeProto.Builder changed = attribute.toBuilder();
        if (attribute.hasG()) {
            changed.setG(of(attribute.getG()));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            changed.setGraphs(i, of(attribute.getGraphs(i)));
        }
        return changed.build();
    }

    private GraphProto of(GraphProto nested) {
        GraphProto.Builder changed = nested.toBuilder().clearNode();
        nested.getNodeList().forEach(node -> changed.addNode(of(node)));
        for (int i = 0; i < nested.getOutputCount(); i++) {
            changed.getOutputBuilder(i).setName(of(nested.getOutput(i).getName()));
        }
        return changed.build();
    }

    private String of(String value) {
        return names.getOrDefault(value, value);
    }
}
