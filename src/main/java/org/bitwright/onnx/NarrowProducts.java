package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets products of float activations with narrow weights be fused where a rectification follows. ONNX Runtime (1.26)
 * takes a Relu or Clip behind a product for a part of its quantization and, when it finds none, leaves weight and
 * product apart, so that the weight is dequantized in every run. Here the bias is subtracted with its sign turned
 * between the two, which gives the same numbers to the bit. Used by one thread.
 */
public final class NarrowProducts {
    private static final Set<String> RECTIFYING = Set.of("Relu", "Clip");

    private final OnnxDocument document;
    private final ValueUses uses;
    private final GraphAddition addition;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Set<String> sums = new HashSet<>();

    private NarrowProducts(OnnxDocument document) {
        this.document = document;
        this.uses = new ValueUses(document);
        this.addition = new GraphAddition(document.proto());
        for (NodeProto node : document.proto().getGraph().getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
    }

    /** The document with every such product in a form that is fused; the others stay as they were. */
    public static OnnxDocument of(OnnxDocument document) throws IOException {
        return new NarrowProducts(document).rewritten();
    }

    private OnnxDocument rewritten() throws IOException {
        boolean any = false;
        for (PlacedNode node : document.graph().main()) {
            if (isBiasedGemm(node)) {
                addParted(node);
                any = true;
            } else if (sums.contains(node.input(0)) || sums.contains(node.input(1))) {
                addSum(node.node());
                any = true;
            } else {
                if (isBiasedMatMul(node)) {
                    sums.add(node.node().getOutput(0));
                }
                nodes.add(node.node());
            }
        }
        if (!any) {
            return document;
        }
        return document.with(addition.model(nodes));
    }

    private boolean isBiasedGemm(PlacedNode node) {
        return node.is("Gemm")
                && isNarrow(node)
                && !node.input(2).isEmpty()
                && node.integer("transA", 0) == 0
                && node.integer("transB", 0) == 0
                && LayerOperations.number(node, "alpha", 1) == 1
                && LayerOperations.number(node, "beta", 1) == 1
                && isRectified(node.node().getOutput(0));
    }

    /** Whether a constant is added to a product, and the sum rectified. */
    private boolean isBiasedMatMul(PlacedNode node) {
        if (!node.is("MatMul") || !isNarrow(node)) {
            return false;
        }
        String product = node.node().getOutput(0);
        Optional<PlacedNode> sum = uses.onlyUser(product).filter(user -> user.is("Add"));
        return sum.isPresent()
                && document.constant(other(sum.get().node(), product)).isPresent()
                && isRectified(sum.get().node().getOutput(0));
    }

    /** Float activations on the left, a constant of 2, 4 or 8 bits on the right. */
    private boolean isNarrow(PlacedNode node) {
        return !isDequantized(node.input(0))
                && isDequantized(node.input(1))
                && Optional.ofNullable(producers.get(node.input(1)))
                        .flatMap(dequantize -> document.constant(dequantize.getInput(0)))
                        .filter(codes ->
                                !codes.type().isFloating() && codes.type().bits() <= 8)
                        .isPresent();
    }

    private boolean isDequantized(String value) {
        NodeProto producer = producers.get(value);
        return producer != null && producer.getOpType().equals("DequantizeLinear");
    }

    private boolean isRectified(String value) {
        return uses.onlyUser(value)
                .filter(user ->
                        user.isStandard() && RECTIFYING.contains(user.node().getOpType()))
                .isPresent();
    }

    private static String other(NodeProto sum, String value) {
        return sum.getInput(0).equals(value) ? sum.getInput(1) : sum.getInput(0);
    }

    private void addParted(PlacedNode gemm) {
        String result = gemm.node().getOutput(0);
        String product = addition.name(result + "_product");
        nodes.add(NodeProto.newBuilder()
                .setOpType("MatMul")
                .setName(gemm.node().getName())
                .addInput(gemm.input(0))
                .addInput(gemm.input(1))
                .addOutput(product)
                .build());
        subtract(product, gemm.input(2), result);
    }

    private void addSum(NodeProto sum) {
        String product = sums.contains(sum.getInput(0)) ? sum.getInput(0) : sum.getInput(1);
        subtract(product, other(sum, product), sum.getOutput(0));
    }

    private void subtract(String product, String bias, String result) {
        String turned = addition.name(bias + "_negative");
        nodes.add(NodeProto.newBuilder()
                .setOpType("Neg")
                .setName(addition.name(bias + "_Neg"))
                .addInput(bias)
                .addOutput(turned)
                .build());
        nodes.add(NodeProto.newBuilder()
                .setOpType("Sub")
                .setName(addition.name(result + "_Sub"))
                .addInput(product)
                .addInput(turned)
                .addOutput(result)
                .build());
    }
}
