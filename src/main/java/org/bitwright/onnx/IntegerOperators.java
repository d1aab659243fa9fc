package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.ElementType;

/**
 * Lets products of dynamically quantized activations run in integers: a MatMul, Gemm or Conv of what
 * DynamicQuantizeLinear and DequantizeLinear give and of an 8-bit weight behind a DequantizeLinear becomes MatMulInteger
 * or ConvInteger, a Cast, a product with both scales and the sum with the bias, the form that ONNX Runtime fuses into
 * one operator. The sum of the products is exact in 32-bit integers; where the float form rounds it once an addend, it
 * is rounded once. Used by one thread.
 */
public final class IntegerOperators {
    private static final String DYNAMIC = "DynamicQuantizeLinear";
    private static final String DEQUANTIZE = "DequantizeLinear";

    private final OnnxDocument document;
    private final GraphAddition addition;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    private IntegerOperators(OnnxDocument document) {
        this.document = document;
        this.addition = new GraphAddition(document.proto());
        for (NodeProto node : document.proto().getGraph().getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
    }

    /** The document with every such product in integers; what stays in float stays as it was. */
    public static OnnxDocument of(OnnxDocument document) throws IOException {
        return new IntegerOperators(document).rewritten();
    }

    private OnnxDocument rewritten() throws IOException {
        boolean any = false;
        for (PlacedNode node : document.graph().main()) {
            Optional<DynamicFactor> input = dynamicFactor(node.input(0));
            Optional<Factor> weight = input.flatMap(x -> factor(node));
            if (weight.isPresent()) {
                any = true;
                add(node, input.get(), weight.get());
            } else {
                nodes.add(node.node());
            }
        }
        if (!any) {
            return document;
        }
        return document.with(UnusedValues.withoutDequantization(addition.model(nodes)));
    }

    /** Codes, scale and zero point of an activation. */
    private record DynamicFactor(String codes, String scale, String zeroPoint) {}

    /**
     * The other factor of a product.
     *
     * @param channels whether there is a scale an output channel
     * @param scale name of the scale, or of one an output channel in a shape that the product broadcasts
     * @param zeroPoint name of the zero points; empty for 0
     * @param rank number of axes; 0 for an activation
     */
    private record Factor(String codes, String scale, String zeroPoint, int rank) {}

    private Optional<DynamicFactor> dynamicFactor(String value) {
        NodeProto dequantize = producers.get(value);
        if (dequantize == null || !dequantize.getOpType().equals(DEQUANTIZE) || dequantize.getInputCount() < 3) {
            return Optional.empty();
        }
        NodeProto quantize = producers.get(dequantize.getInput(0));
        return quantize != null && quantize.getOpType().equals(DYNAMIC)
                ? Optional.of(new DynamicFactor(quantize.getOutput(0), quantize.getOutput(1), quantize.getOutput(2)))
                : Optional.empty();
    }

    /** The other factor where the whole product can be written in integers. */
    private Optional<Factor> factor(PlacedNode node) {
        boolean convolution = node.is("Conv");
        boolean matrices = node.is("MatMul") || node.is("Gemm") && isPlain(node);
        if (!convolution && !matrices) {
            return Optional.empty();
        }
        Optional<DynamicFactor> activation = dynamicFactor(node.input(1));
        if (activation.isPresent()) {
            return convolution || node.is("Gemm")
                    ? Optional.empty()
                    : activation.map(x -> new Factor(x.codes(), x.scale(), x.zeroPoint(), 0));
        }
        return WeightCodes.of(document, producers, node.input(1)).flatMap(weight -> factor(node, weight));
    }

    private static boolean isPlain(PlacedNode node) {
        return node.integer("transA", 0) == 0
                && LayerOperations.number(node, "alpha", 1) == 1
                && LayerOperations.number(node, "beta", 1) == 1;
    }

    private Optional<Factor> factor(PlacedNode node, WeightCodes weight) {
        boolean convolution = node.is("Conv");
        boolean turned = node.is("Gemm") && node.integer("transB", 0) == 1;
        int channelAxis = convolution || turned ? 0 : weight.rank() - 1;
        boolean fits = convolution ? weight.rank() >= 3 : weight.rank() == 2 || node.is("MatMul") && weight.rank() > 2;
        if (!fits || weight.axis().isPresent() && weight.axis().getAsInt() != channelAxis) {
            return Optional.empty();
        }
        boolean channels = weight.axis().isPresent();
        if (convolution && channels && !weight.isSymmetric()) {
            return Optional.empty(); // ConvInteger takes one zero point
        }
        return Optional.of(new Factor(
                turned ? transposed(weight.codes()) : weight.codes(),
                convolution && channels ? reshaped(weight.scale(), weight.rank() - 2) : weight.scale(),
                weight.isSymmetric() ? "" : weight.zeroPoint(),
                weight.rank()));
    }

    private void add(PlacedNode node, DynamicFactor input, Factor weight) {
        boolean convolution = node.is("Conv");
        String result = node.node().getOutput(0);
        String sums = addition.name(result + "_sums");
        NodeProto.Builder product = NodeProto.newBuilder()
                .setOpType(convolution ? "ConvInteger" : "MatMulInteger")
                .setName(node.node().getName())
                .addInput(input.codes())
                .addInput(weight.codes())
                .addInput(input.zeroPoint())
                .addOutput(sums);
        if (!weight.zeroPoint().isEmpty()) {
            product.addInput(weight.zeroPoint());
        }
        if (convolution) {
            product.addAllAttribute(node.node().getAttributeList());
        }
        nodes.add(product.build());
        String floats = operator("Cast", result, addition.name(result + "_float_sums"), sums);
        String scale = operator("Mul", result, addition.name(result + "_sums_scale"), input.scale(), weight.scale());
        String bias = node.is("MatMul") ? "" : node.input(2);
        if (bias.isEmpty()) {
            operator("Mul", result, result, floats, scale);
            return;
        }
        String added = convolution ? reshaped(bias, weight.rank() - 2) : bias;
        String scaled = operator("Mul", result, addition.name(result + "_without_bias"), floats, scale);
        operator("Add", result, result, scaled, added);
    }

    /** Runtimes transpose constants once. */
    private String transposed(String codes) {
        String result = addition.name(codes + "_transposed");
        nodes.add(NodeProto.newBuilder()
                .setOpType("Transpose")
                .setName(addition.name(codes + "_Transpose"))
                .addInput(codes)
                .addOutput(result)
                .addAttribute(GraphAddition.integers("perm", 1, 0))
                .build());
        return result;
    }

    /** One value a channel, with as many axes of extent 1 behind as the channels of a convolution have. */
    private String reshaped(String value, int axes) {
        int[] shape = new int[axes + 1];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        String extents = addition.constant(
                value + "_channels_shape",
                ElementType.INT64,
                new long[] {shape.length},
                CodeStorage.encode(shape, ElementType.INT64));
        return operator("Reshape", value, addition.name(value + "_channels"), value, extents);
    }

    private String operator(String type, String value, String output, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(type)
                .setName(addition.name(value + "_" + type))
                .addAllInput(List.of(inputs))
                .addOutput(output);
        if (type.equals("Cast")) {
            node.addAttribute(GraphAddition.integer("to", ElementTypes.code(ElementType.FLOAT32)));
        }
        nodes.add(node.build());
        return output;
    }
}
