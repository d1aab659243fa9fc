package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bitwright.model.ElementType;

/**
 * Keeps in float what a file has in float between quantized activations. ONNX Runtime (1.26) turns a float bias of a Conv,
 * ConvTranspose or Gemm there into 32-bit integers, which wrap around where it is too large for them, and a float weight
 * into 8-bit integers with one scale for all; of 8-bit floats it makes operators that it then refuses. Such a product
 * takes its input through a Max of that one value, which changes nothing, and across which nothing is fused. Used by one
 * thread.
 */
public final class FloatProducts {
    private static final Set<String> TURNED = Set.of("Conv", "ConvTranspose", "Gemm");

    private static final String APART = "Max";

    /** With the operators of older versions ONNX Runtime cannot write the bias that it makes. */
    private static final int BIAS_OPSET = 13;

    private final OnnxDocument document;
    private final int opset;
    private final GraphAddition addition;
    private final List<NodeProto> nodes = new ArrayList<>();

    private FloatProducts(OnnxDocument document) {
        this.document = document;
        this.opset = OpsetRaise.opset(document);
        this.addition = new GraphAddition(document.proto());
    }

    /** The document with every such product apart from what is quantized before it; the others stay as they were. */
    public static OnnxDocument of(OnnxDocument document) throws IOException {
        return new FloatProducts(document).rewritten();
    }

    /** Whether a node stands before a product that is kept in float though what it takes is quantized. */
    static boolean isApart(NodeProto node) {
        return node.getOpType().equals(APART) && node.getInputCount() == 1;
    }

    private OnnxDocument rewritten() throws IOException {
        boolean any = false;
        for (PlacedNode node : document.graph().main()) {
            if (isDequantized(node, 0) && isTurned(node)) {
                addApart(node);
                any = true;
            } else {
                nodes.add(node.node());
            }
        }
        if (!any) {
            return document;
        }
        return document.with(addition.model(nodes));
    }

    private void addApart(PlacedNode node) {
        String apart = addition.name(node.input(0) + "_float");
        nodes.add(NodeProto.newBuilder()
                .setOpType(APART)
                .setName(addition.name(apart + "_Max"))
                .addInput(node.input(0))
                .addOutput(apart)
                .build());
        nodes.add(node.node().toBuilder().setInput(0, apart).build());
    }

    /** Whether ONNX Runtime would compute a product with other numbers than stand in the file, or refuse it. */
    private boolean isTurned(PlacedNode node) throws IOException {
        Optional<PlacedNode> weight = dequantizer(node, 1);
        boolean product = node.isStandard() && TURNED.contains(node.node().getOpType());
        if (weight.isEmpty()) {
            return product && isConstant(node, 1);
        }
        boolean floating = ParameterReader.constant(weight.get(), 0)
                .filter(codes -> codes.type().isFloating())
                .isPresent();
        return floating && (product || node.is("MatMul"))
                || product && isTooLarge(node, dequantizer(node, 0).orElseThrow(), weight.get());
    }

    /** Whether a float bias is beyond 32 bits at input scale times weight scale, or its integers cannot be written. */
    private boolean isTooLarge(PlacedNode node, PlacedNode input, PlacedNode weight) throws IOException {
        Optional<StoredTensor> bias =
                ParameterReader.constant(node, 2).filter(tensor -> tensor.type() == ElementType.FLOAT32);
        Optional<StoredTensor> inputScale = ParameterReader.constant(input, 1);
        Optional<StoredTensor> weightScale = ParameterReader.constant(weight, 1);
        if (bias.isEmpty() || inputScale.isEmpty() || weightScale.isEmpty()) {
            return false;
        }
        if (opset < BIAS_OPSET) {
            return true;
        }
        float[] values = bias.get().named(node.input(2)).readFloats();
        float[] scales = weightScale.get().named(weight.input(1)).readFloats();
        float scale = inputScale.get().named(input.input(1)).readFloats()[0];
        boolean fits = scales.length == 1 || scales.length == values.length;
        return fits
                && IntStream.range(0, values.length)
                        .anyMatch(i -> !(Math.abs(values[i] / (scale * scales[scales.length == 1 ? 0 : i]))
                                < -(float) Integer.MIN_VALUE));
    }

    private static boolean isDequantized(PlacedNode node, int input) {
        return dequantizer(node, input).isPresent();
    }

    private static Optional<PlacedNode> dequantizer(PlacedNode node, int input) {
        return node.origin(input)
                .filter(Origin.Computed.class::isInstance)
                .map(origin -> ((Origin.Computed) origin).by())
                .filter(by -> IntegerForm.is(by, "DequantizeLinear"));
    }

    /** Whether a value stands in the file, or is computed from what does: ONNX Runtime computes it once. */
    private static boolean isConstant(PlacedNode node, int input) {
        Optional<Origin> origin = node.origin(input);
        if (origin.isPresent() && origin.get() instanceof Origin.Computed computed) {
            PlacedNode by = computed.by();
            return by.node().getInputCount() > 0
                    && !IntegerForm.is(by, "DequantizeLinear")
                    && IntStream.range(0, by.node().getInputCount()).allMatch(i -> isConstant(by, i));
        }
        return origin.filter(Origin.Constant.class::isInstance).isPresent();
    }
}
