package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bitwright.model.Phrase;

/**
 * What ONNX Runtime made of a network when it loaded it: its fused operators, and with which of them the convolutions
 * and matrix products of the file are computed.
 *
 * @param kernels one an operator of the file that convolves or multiplies matrices, in its order
 * @param operators number of operators by type in the optimized graph
 * @param weightsDequantized operators among them that turn narrow constants into floats in every run
 * @param accuracyLevel the least accurate one of the products with narrow weights: with 4 activations are rounded to 8
 *     bits, block by block; with less they stay float. Empty where there are none
 */
public record OptimizedGraph(
        List<Kernel> kernels, SortedMap<String, Integer> operators, int weightsDequantized, OptionalInt accuracyLevel) {
    private static final String NARROW = "MatMulNBits";

    private static final Set<String> PRODUCTS =
            Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "ConvInteger", "MatMulInteger", "MatMulNBits");

    private static final Set<String> INTEGER = Set.of(
            "QLinearConv",
            "ConvInteger",
            "QLinearMatMul",
            "QGemm",
            "MatMulInteger",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul");

    public OptimizedGraph {
        kernels = List.copyOf(kernels);
        operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    }

    /** What an operator computes with. */
    public enum Numbers {
        /** 8-bit integers, added up in 32 bits. */
        INTEGER,
        /** Narrow weights that are turned into floats block by block within the product. */
        NARROW_WEIGHTS,
        FLOAT
    }

    /**
     * How one convolution or matrix product is computed.
     *
     * @param operator its name in the file
     * @param type its type in the file
     * @param kernel type of the optimized operator; empty where none can be told to be it
     * @param reason why it is computed in floats as far as the file shows it, in words that follow the operator's name;
     *     empty where it is not
     */
    public record Kernel(String operator, String type, String kernel, Numbers numbers, Phrase reason) {}

    /**
     * Reads an optimized graph.
     *
     * @param written what the file held before
     */
    public static OptimizedGraph read(Path optimized, OnnxDocument written) throws IOException {
        GraphProto graph = OnnxReader.read(optimized).model().getGraph();
        SortedMap<String, Integer> operators = new TreeMap<>();
        graph.getNodeList().forEach(node -> operators.merge(node.getOpType(), 1, Integer::sum));
        FloatReason reasons = new FloatReason(written);
        List<Kernel> kernels = new ArrayList<>();
        for (PlacedNode node : written.graph().main()) {
            if (PRODUCTS.contains(node.node().getOpType())) {
                kernels.add(kernel(node, graph, reasons));
            }
        }
        return new OptimizedGraph(kernels, operators, weightsDequantized(graph), accuracyLevel(graph));
    }

    private static Kernel kernel(PlacedNode node, GraphProto graph, FloatReason reasons) {
        Optional<NodeProto> found = graph.getNodeList().stream()
                .filter(candidate -> isMadeOf(candidate, node.node()))
                .findFirst();
        String type = found.map(NodeProto::getOpType).orElse("");
        Numbers numbers =
                INTEGER.contains(type) ? Numbers.INTEGER : type.equals(NARROW) ? Numbers.NARROW_WEIGHTS : Numbers.FLOAT;
        return new Kernel(
                node.name(),
                node.node().getOpType(),
                type,
                numbers,
                numbers == Numbers.FLOAT ? reasons.of(node) : Phrase.NONE);
    }

    /** Fused operators keep the name of the product with something before or behind it, or give the product's result. */
    private static boolean isMadeOf(NodeProto candidate, NodeProto product) {
        String type = candidate.getOpType();
        boolean multiplies = INTEGER.contains(type)
                || PRODUCTS.contains(type)
                || Set.of("FusedConv", "FusedGemm", "FusedMatMul").contains(type);
        if (!multiplies) {
            return false;
        }
        String name = product.getName();
        String found = candidate.getName();
        return !name.isEmpty()
                        && (found.equals(name)
                                || found.startsWith(name + "_token_")
                                || found.startsWith(name + "/MatMul")
                                || found.equals("fused " + name))
                || candidate.getOutputList().contains(product.getOutput(0))
                || found.equals(product.getOutput(0) + "_nchwc");
    }

    private static int weightsDequantized(GraphProto graph) {
        Set<String> constants = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
        return (int) graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("DequantizeLinear") && constants.contains(node.getInput(0)))
                .count();
    }

    private static OptionalInt accuracyLevel(GraphProto graph) {
        return graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals(NARROW))
                .mapToInt(node -> PlacedNode.attribute(node, "accuracy_level")
                        .map(level -> (int) level.getI())
                        .orElse(0))
                .max();
    }

    /** Number of operators of a type. */
    public int count(String type) {
        return operators.getOrDefault(type, 0);
    }

    /** Number of convolutions and products that compute so. */
    public long count(Numbers numbers) {
        return kernels.stream().filter(kernel -> kernel.numbers() == numbers).count();
    }
}
