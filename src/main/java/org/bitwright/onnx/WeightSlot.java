package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;

/**
 * An input of an operator that takes a quantizable weight.
 *
 * @param input index among the operator's inputs
 * @param suffix what tells this weight from the operator's others; empty for its first
 * @param axis of the output channels as the operator sees the weight; negative counts from the last
 * @param inputAxis along which its inputs are summed up, likewise
 */
record WeightSlot(int input, String suffix, int axis, int inputAxis) {

    /** The slots of an operator, the usual one first; none for operators without quantizable weights. */
    static List<WeightSlot> of(PlacedNode operator) {
        if (!operator.isStandard()) {
            return List.of();
        }
        return switch (operator.node().getOpType()) {
            case "Conv" -> List.of(new WeightSlot(1, "", 0, 1));
            case "ConvTranspose" -> List.of(new WeightSlot(1, "", 1, 0));
            case "Gemm" -> {
                int b = operator.integer("transB", 0) != 0 ? 0 : 1;
                int a = operator.integer("transA", 0) != 0 ? 1 : 0;
                yield List.of(new WeightSlot(1, "", b, 1 - b), new WeightSlot(0, "/A", a, 1 - a));
            }
            case "MatMul" -> List.of(new WeightSlot(1, "", -1, -2), new WeightSlot(0, "/A", -2, -1));
            case "Gather" -> List.of(new WeightSlot(0, "", gatherAxis(operator), 1 - gatherAxis(operator)));
            case "LSTM", "GRU", "RNN" -> List.of(new WeightSlot(1, "/W", 1, 2), new WeightSlot(2, "/R", 1, 2));
            default -> List.of();
        };
    }

    private static int gatherAxis(PlacedNode operator) {
        long axis = operator.attribute("axis").map(AttributeProto::getI).orElse(0L);
        return axis == 0 || axis == -2 ? 0 : 1;
    }
}
