package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;

/**
 * An input of an operator that takes a quantizable weight.
 *
 * @param input index among the operator's inputs
 * @param suffix what tells this weight from the operator's others; empty for its first
 * @param axis of the output channels as the operator sees the weight; negative counts from the last
 */
record WeightSlot(int input, String suffix, int axis) {

    /** The slots of an operator, the usual one first; none for operators without quantizable weights. */
    static List<WeightSlot> of(PlacedNode operator) {
        if (!operator.isStandard()) {
            return List.of();
        }
        return switch (operator.node().getOpType()) {
            case "Conv" -> List.of(new WeightSlot(1, "", 0));
            case "ConvTranspose" -> List.of(new WeightSlot(1, "", 1));
            case "Gemm" ->
                List.of(
                        new WeightSlot(1, "", operator.integer("transB", 0) != 0 ? 0 : 1),
                        new WeightSlot(0, "/A", operator.integer("transA", 0) != 0 ? 1 : 0));
            case "MatMul" -> List.of(new WeightSlot(1, "", -1), new WeightSlot(0, "/A", -2));
            case "Gather" -> List.of(new WeightSlot(0, "", gatherAxis(operator)));
            case "LSTM", "GRU", "RNN" -> List.of(new WeightSlot(1, "/W", 1), new WeightSlot(2, "/R", 1));
            default -> List.of();
        };
    }

    private static int gatherAxis(PlacedNode operator) {
        long axis = operator.attribute("axis").map(AttributeProto::getI).orElse(0L);
        return axis == 0 || axis == -2 ? 0 : 1;
    }
}
