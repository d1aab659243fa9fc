package org.bitwright.io.tflite;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an operator takes a tensor for, and how the tensor lies for it.
 *
 * @param op in ONNX's words
 * @param bias index of the tensor that is added, or −1
 * @param shuffled whether its numbers lie in an order of the machine's own
 */
record Use(String op, OptionalInt channelAxis, OptionalInt inputAxis, int bias, boolean shuffled) {

    /** The uses of a subgraph's tensors as weights, by their indices. The first one counts. */
    static Map<Integer, Use> of(TfliteModel.Subgraph subgraph) {
        Map<Integer, Integer> unpackedFrom = new HashMap<>();
        for (TfliteOperator operator : subgraph.operators()) {
            boolean unpacks = operator.code() == TfliteOperator.DEQUANTIZE;
            if (unpacks && operator.inputs().length == 1 && operator.outputs().length == 1) {
                unpackedFrom.put(operator.outputs()[0], operator.inputs()[0]);
            }
        }
        Map<Integer, Use> uses = new HashMap<>();
        for (TfliteOperator operator : subgraph.operators()) {
            for (int i = 0; i < operator.inputs().length; i++) {
                int tensor = operator.inputs()[i];
                if (tensor < 0) {
                    continue;
                }
                int constant = unpackedFrom.getOrDefault(tensor, tensor);
                int rank = subgraph.tensors().get(tensor).shape().rank();
                of(operator, i, rank).ifPresent(use -> uses.putIfAbsent(constant, use.unpacked(unpackedFrom)));
            }
        }
        return uses;
    }

    private Use unpacked(Map<Integer, Integer> from) {
        return new Use(op, channelAxis, inputAxis, from.getOrDefault(bias, bias), shuffled);
    }

    private static Optional<Use> of(TfliteOperator operator, int input, int rank) {
        return switch (operator.code()) {
            case TfliteOperator.CONV_2D -> use(operator, input == 1 && rank == 4, "Conv", 0, 3, 2);
            case TfliteOperator.DEPTHWISE_CONV_2D -> use(operator, input == 1 && rank == 4, "Conv", 3, -1, 2);
            case TfliteOperator.FULLY_CONNECTED -> use(operator, input == 1 && rank == 2, "Gemm", 0, 1, 2);
            case TfliteOperator.TRANSPOSE_CONV -> use(operator, input == 1 && rank == 4, "ConvTranspose", 0, 3, 3);
            case TfliteOperator.CONV_3D -> use(operator, input == 1 && rank == 5, "Conv", 4, 3, 2);
            case TfliteOperator.CONV_3D_TRANSPOSE -> use(operator, input == 1 && rank == 5, "ConvTranspose", 3, 4, 3);
            case TfliteOperator.GATHER -> use(operator, input == 0 && rank >= 2, "Gather", 0, -1, -1);
            case TfliteOperator.EMBEDDING_LOOKUP -> use(operator, input == 1 && rank >= 2, "Gather", 0, -1, -1);
            case TfliteOperator.BATCH_MATMUL ->
                use(
                        operator,
                        input == 1 && rank >= 2,
                        "MatMul",
                        operator.flag() ? rank - 2 : rank - 1,
                        operator.flag() ? rank - 1 : rank - 2,
                        -1);
            case TfliteOperator.LSTM, TfliteOperator.SEQUENCE_LSTM ->
                use(operator, input >= 1 && input <= 8 && rank == 2, "LSTM", 0, 1, -1);
            case TfliteOperator.RNN, TfliteOperator.SEQUENCE_RNN ->
                use(operator, input >= 1 && input <= 2 && rank == 2, "RNN", 0, 1, -1);
            default -> Optional.empty();
        };
    }

    private static Optional<Use> use(
            TfliteOperator operator, boolean isWeight, String op, int channels, int inputs, int bias) {
        if (!isWeight) {
            return Optional.empty();
        }
        return Optional.of(new Use(
                op,
                OptionalInt.of(channels),
                inputs < 0 ? OptionalInt.empty() : OptionalInt.of(inputs),
                bias >= 0 && bias < operator.inputs().length ? operator.inputs()[bias] : -1,
                operator.code() == TfliteOperator.FULLY_CONNECTED && operator.flag()));
    }
}
