package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.Tensor;
import org.bitwright.quant.target.BiasPlan;

/** Makes biases of a network 32-bit integers with a DequantizeLinear (exports.md, 1). Used by one thread. */
final class IntegerBiases {
    /** From which scales may lie along an axis. */
    private static final int AXIS_OPSET = 13;

    private final OnnxDocument document;
    private final int opset;
    private final GraphAddition addition;

    IntegerBiases(OnnxDocument document, GraphAddition addition) {
        this.document = document;
        this.opset = OpsetRaise.opset(document);
        this.addition = addition;
    }

    /** @throws IllegalArgumentException if there is no constant of the name and length */
    void add(BiasPlan plan) {
        Tensor bias = ConstantSites.weights(document, List.of(plan.bias())).get(plan.bias());
        if (bias == null || bias.shape().elements() != plan.codes().length) {
            throw new IllegalArgumentException(
                    "the bias " + Quoted.name(plan.bias()) + " has not " + plan.codes().length + " values");
        }
        boolean channels = plan.scales().length > 1;
        String codes = addition.constant(
                bias.name() + "_quantized",
                ElementType.INT32,
                bias.shape().toArray(),
                CodeStorage.encode(plan.codes(), ElementType.INT32));
        String scale = addition.constant(
                bias.name() + "_scale",
                ElementType.FLOAT32,
                channels ? new long[] {plan.scales().length} : new long[0],
                FloatCodec.encode(plan.scales(), ElementType.FLOAT32));
        NodeProto.Builder dequantize = NodeProto.newBuilder()
                .setOpType("DequantizeLinear")
                .setName(addition.name(bias.name() + "_DequantizeLinear"))
                .addInput(codes)
                .addInput(scale)
                .addOutput(bias.name());
        if (channels) {
            dequantize.addAttribute(GraphAddition.integer("axis", bias.shape().rank() - 1));
        }
        if (opset < (channels ? AXIS_OPSET : storageOpset())) {
            dequantize.setDomain(GraphAddition.MICROSOFT);
        }
        addition.node(dequantize);
        addition.replace(bias.name());
    }

    private static int storageOpset() {
        return new EdgeStorage(ElementType.INT8, false).opset();
    }
}
