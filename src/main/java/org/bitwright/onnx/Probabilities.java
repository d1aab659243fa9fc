package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values that are probabilities: what a Sigmoid gives, perhaps moved, rounded, or handed out of a branch. */
public final class Probabilities {
    private static final Set<String> SIGMOIDS = Set.of("Sigmoid", "HardSigmoid", "QLinearSigmoid");

    /** They hand numbers on, or round them. */
    private static final Set<String> MOVERS = Set.of(
            "Identity",
            "Cast",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Clip",
            "QuantizeLinear",
            "DequantizeLinear");

    /** Operators and branches on the way to a Sigmoid; files with more are no better known by them. */
    private static final int FARTHEST = 32;

    private Probabilities() {}

    /** Whether a value of the main graph is one; false where the graph does not tell. */
    public static boolean contain(OnnxDocument document, String value) {
        return contain(List.of(document.proto().getGraph()), value, FARTHEST);
    }

    /** @param scopes the main graph and what lies within it, the innermost last */
    private static boolean contain(List<GraphProto> scopes, String value, int left) {
        for (int depth = scopes.size(); depth > 0 && left > 0; depth--) {
            Optional<NodeProto> maker = scopes.get(depth - 1).getNodeList().stream()
                    .filter(node -> node.getOutputList().contains(value))
                    .findFirst();
            if (maker.isPresent()) {
                return gives(scopes.subList(0, depth), maker.get(), value, left);
            }
        }
        return false;
    }

    private static boolean gives(List<GraphProto> scopes, NodeProto node, String value, int left) {
        if (node.getOpType().equals("If")) {
            int index = node.getOutputList().indexOf(value);
            List<GraphProto> branches = node.getAttributeList().stream()
                    .filter(AttributeProto::hasG)
                    .map(AttributeProto::getG)
                    .toList();
            return !branches.isEmpty()
                    && branches.stream().allMatch(branch -> gives(scopes, branch, index, left / branches.size()));
        }
        return SIGMOIDS.contains(node.getOpType())
                || MOVERS.contains(node.getOpType())
                        && node.getInputCount() > 0
                        && contain(scopes, node.getInput(0), left - 1);
    }

    private static boolean gives(List<GraphProto> scopes, GraphProto branch, int index, int left) {
        List<GraphProto> within = new ArrayList<>(scopes);
        within.add(branch);
        return index < branch.getOutputCount()
                && contain(within, branch.getOutput(index).getName(), left - 1);
    }
}
