package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Tensor;

/**
 * The values of a graph that no input can make negative, but for NaN: what rectifiers give, and what only moves, picks or
 * adds up such values. Rounding keeps it so, since a grid has 0. Used by one thread, for operators in their order.
 */
final class NonNegativeValues {
    private static final Set<String> MAKERS = Set.of("Relu", "Abs", "Softmax");

    /** Of their first input; others are shapes and axes. */
    private static final Set<String> CARRIERS = Set.of(
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "Flatten",
            "Reshape",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Identity");

    /** Of all their inputs. */
    private static final Set<String> COMBINERS = Set.of("Concat", "Add", "Mul", "Max");

    private final OnnxDocument document;
    private final Set<String> values = new HashSet<>();

    NonNegativeValues(OnnxDocument document) {
        this.document = document;
    }

    /** Looks at the operator that is next in the main graph. */
    void add(NodeProto node) throws IOException {
        if (PlacedNode.isStandard(node.getDomain()) && node.getOutputCount() > 0 && gives(node)) {
            values.add(node.getOutput(0));
        }
    }

    boolean contains(String value) {
        return values.contains(value);
    }

    private boolean gives(NodeProto node) throws IOException {
        String type = node.getOpType();
        List<String> inputs = node.getInputList();
        return MAKERS.contains(type)
                || type.equals("Clip") && isClippedAtZero(node)
                || CARRIERS.contains(type) && !inputs.isEmpty() && values.contains(inputs.get(0))
                || COMBINERS.contains(type) && !inputs.isEmpty() && values.containsAll(inputs);
    }

    private boolean isClippedAtZero(NodeProto node) throws IOException {
        Optional<AttributeProto> attribute = PlacedNode.attribute(node, "min");
        if (attribute.isPresent()) {
            return attribute.get().getF() >= 0;
        }
        Optional<Tensor> least = node.getInputCount() < 2
                ? Optional.empty()
                : document.constant(node.getInput(1)).filter(tensor -> tensor.type() == ElementType.FLOAT32);
        return least.isPresent()
                && least.get().shape().elements() == 1
                && least.get().readFloats()[0] >= 0;
    }
}
