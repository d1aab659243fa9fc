package org.bitwright.onnx;

import java.util.Set;

/** The operators whose float inputs and outputs integer runtimes quantize, and what they do to channels and types. */
final class EdgeOperators {
    private static final Set<String> COMPUTING = Set.of(
            "Conv",
            "ConvTranspose",
            "Gemm",
            "MatMul",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Concat",
            "AveragePool",
            "GlobalAveragePool",
            "ReduceMean",
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "Softmax",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Gelu",
            "Elu",
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Clip");

    /** They hand values on without computing any: what goes in comes out, in another place or shape. */
    private static final Set<String> MOVING = Set.of(
            "MaxPool",
            "GlobalMaxPool",
            "Reshape",
            "Flatten",
            "Transpose",
            "Squeeze",
            "Unsqueeze",
            "Identity",
            "Dropout",
            "Slice",
            "Split",
            "Gather",
            "Expand",
            "Tile",
            "DepthToSpace",
            "SpaceToDepth");

    private static final Set<String> KEEPING_CHANNELS = Set.of(
            "Relu",
            "LeakyRelu",
            "PRelu",
            "Clip",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Tanh",
            "Gelu",
            "Elu",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Identity",
            "Dropout",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "Softmax",
            "Concat");

    private static final Set<String> TO_LONGS =
            Set.of("Shape", "Size", "NonZero", "ArgMax", "ArgMin", "SequenceLength", "Unique");

    private static final Set<String> TO_BOOLEANS = Set.of(
            "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Not", "And", "Or", "Xor", "IsNaN", "IsInf");

    private static final Set<String> TO_FLOATS = Set.of("DequantizeLinear", "RandomNormal", "RandomUniform");

    private static final Set<String> TO_INTEGERS = Set.of(
            "QuantizeLinear",
            "DynamicQuantizeLinear",
            "QLinearConv",
            "QLinearMatMul",
            "ConvInteger",
            "MatMulInteger",
            "BitShift",
            "StringConcat");

    private EdgeOperators() {}

    static boolean areQuantized(String type) {
        return COMPUTING.contains(type) || MOVING.contains(type);
    }

    /** Whether the output has its channels on the axis that the first input has them on. */
    static boolean keepChannels(String type) {
        return KEEPING_CHANNELS.contains(type);
    }

    static boolean giveLongs(String type) {
        return TO_LONGS.contains(type);
    }

    static boolean giveBooleans(String type) {
        return TO_BOOLEANS.contains(type);
    }

    static boolean giveFloats(String type) {
        return TO_FLOATS.contains(type);
    }

    static boolean giveIntegers(String type) {
        return TO_INTEGERS.contains(type);
    }
}
