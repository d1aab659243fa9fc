package org.bitwright.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Layer;

/**
 * One operator that multiplies with a layer's weight, as far as it says how many multiplications that takes. What is
 * multiplied with zeros of padding is counted, as in any count of multiplications.
 *
 * @param kind how the weight is used
 * @param input name of the value that is multiplied with the weight
 * @param output name of the operator's first output; empty where nobody takes it
 * @param summedAxis of {@code input}, counted from its end (1 for the last), along which a product sums up
 */
public record WeightProduct(Layer layer, Kind kind, String input, String output, int summedAxis) {

    /** How a weight is used. */
    public enum Kind {
        /** Conv: every output number sums up the weights of its output channel. */
        CONVOLUTION,
        /** ConvTranspose: every input number meets the weights of its input channel. */
        TRANSPOSED_CONVOLUTION,
        /** MatMul and Gemm: every output number sums up along an axis of the input. */
        PRODUCT,
        /** LSTM, GRU, RNN: every time step of every sample meets all weights. */
        RECURRENT,
        /** Gather: rows are looked up. */
        LOOKUP
    }

    /** The operators of the main graph that use the layers' weights, in the order of the graph. */
    public static List<WeightProduct> of(OnnxDocument document) {
        Map<String, Layer> layers = new HashMap<>();
        document.model().layers().forEach(layer -> layers.put(layer.weight().name(), layer));
        List<WeightProduct> products = new ArrayList<>();
        for (PlacedNode node : document.graph().main()) {
            for (WeightSlot slot : WeightSlot.of(node)) {
                if (WeightTrace.of(node, slot.input()) instanceof WeightTrace.Found weight) {
                    Optional.ofNullable(layers.get(weight.constant().name()))
                            .ifPresent(layer -> products.add(of(layer, node, slot)));
                }
            }
        }
        return products;
    }

    private static WeightProduct of(Layer layer, PlacedNode node, WeightSlot slot) {
        String output = node.node().getOutput(0);
        return switch (node.node().getOpType()) {
            case "Conv" -> new WeightProduct(layer, Kind.CONVOLUTION, node.input(0), output, 0);
            case "ConvTranspose" -> new WeightProduct(layer, Kind.TRANSPOSED_CONVOLUTION, node.input(0), output, 0);
            case "Gather" -> new WeightProduct(layer, Kind.LOOKUP, node.input(1), output, 0);
            case "MatMul", "Gemm" ->
                new WeightProduct(layer, Kind.PRODUCT, node.input(1 - slot.input()), output, summedAxis(node, slot));
            default -> new WeightProduct(layer, Kind.RECURRENT, node.input(0), output, 0);
        };
    }

    /** A left factor sums up along its last axis, a right one along its last but one; a turned one the other way. */
    private static int summedAxis(PlacedNode node, WeightSlot slot) {
        boolean inputIsLeft = slot.input() == 1;
        boolean turned = node.integer(inputIsLeft ? "transA" : "transB", 0) != 0;
        return inputIsLeft != turned ? 1 : 2;
    }

    /** Whether the shape of the input is needed to count. */
    public boolean needsInput() {
        return kind != Kind.CONVOLUTION && kind != Kind.LOOKUP;
    }

    /** Whether the shape of the output is needed to count. */
    public boolean needsOutput() {
        return kind == Kind.CONVOLUTION || kind == Kind.PRODUCT;
    }

    /**
     * Multiplications of numbers with the weight.
     *
     * @param inputShape looked at where it is needed, as {@code outputShape}
     */
    public long multiplications(long[] inputShape, long[] outputShape) {
        return switch (kind) {
            case CONVOLUTION -> elements(outputShape) * perChannel();
            case TRANSPOSED_CONVOLUTION -> elements(inputShape) * perChannel();
            // A vector has one axis, along which it is summed up.
            case PRODUCT -> elements(outputShape) * inputShape[Math.max(0, inputShape.length - summedAxis)];
            case RECURRENT -> inputShape[0] * inputShape[1] * layer.parameters();
            case LOOKUP -> 0;
        };
    }

    /** Weights of one output channel; of a transposed convolution, of one input channel. */
    private long perChannel() {
        OptionalInt axis = kind == Kind.CONVOLUTION ? layer.channelAxis() : layer.inputAxis();
        return layer.parameters() / layer.weight().shape().extent(axis.orElse(0));
    }

    private static long elements(long[] shape) {
        long elements = 1;
        for (long extent : shape) {
            elements *= extent;
        }
        return elements;
    }
}
