package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import org.bitwright.model.Phrase;

/**
 * An operator at its place in the model.
 *
 * @param name the operator's own name, else one made from type and position; safe to show
 * @param within the branch or loop that it lies in; empty in the main graph
 */
record PlacedNode(NodeProto node, String name, Scope scope, Phrase within) {

    /** Operator type, with its domain before it where that is not the standard one; safe to show. */
    String type() {
        String type = isStandard() ? node.getOpType() : node.getDomain() + "." + node.getOpType();
        return Quoted.plain(type);
    }

    boolean isStandard() {
        return isStandard(node.getDomain());
    }

    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    boolean is(String standardType) {
        return isStandard() && node.getOpType().equals(standardType);
    }

    /** Name of an input; empty where it is left out. */
    String input(int index) {
        return index < node.getInputCount() ? node.getInput(index) : "";
    }

    Optional<Origin> origin(int inputIndex) {
        return scope.find(input(inputIndex));
    }

    Optional<AttributeProto> attribute(String attribute) {
        return attribute(node, attribute);
    }

    long integer(String attribute, long otherwise) {
        return attribute(attribute).map(AttributeProto::getI).orElse(otherwise);
    }

    static Optional<AttributeProto> attribute(NodeProto node, String name) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.getName().equals(name)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
