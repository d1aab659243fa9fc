package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Map;
import java.util.Set;

/**
 * What takes dynamically quantized activations: the factors of convolutions and matrix products, as runtimes compute
 * them in integers. Whatever else takes such a value, such as a sum around a layer, takes it as it was computed.
 */
final class DynamicInputs {
    private static final Set<String> PRODUCTS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
    private static final int FACTORS = 2;

    private DynamicInputs() {}

    /**
     * @param node an operator of the main graph
     * @param rounded by value: the name of what was rounded
     */
    static NodeProto.Builder of(NodeProto.Builder node, Map<String, String> rounded) {
        if (PlacedNode.isStandard(node.getDomain()) && PRODUCTS.contains(node.getOpType())) {
            for (int i = 0; i < Math.min(FACTORS, node.getInputCount()); i++) {
                node.setInput(i, rounded.getOrDefault(node.getInput(i), node.getInput(i)));
            }
        }
        return node;
    }
}
