package org.bitwright.quant.target;

import java.util.Set;

/** What an operator does to activations, as far as rules of runtimes tell operators apart. */
enum OperatorRole {
    /** Multiplies with a weight, or two activations with each other. */
    PRODUCT("Conv", "ConvTranspose", "Gemm", "MatMul"),
    /** Combines two activations element by element. */
    ELEMENTWISE("Add", "Sub", "Mul", "Div"),
    CONCATENATION("Concat"),
    POOL("AveragePool", "GlobalAveragePool", "ReduceMean"),
    /** A function of each value. */
    FUNCTION("Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Gelu", "Elu", "LeakyRelu", "PRelu", "Softmax"),
    /** Only limits values: it disappears in the range of what it gives. */
    RECTIFIER("Relu", "Clip"),
    NORMALIZATION("BatchNormalization"),
    /** Hands values on as they are. */
    MOVER(
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
            "SpaceToDepth"),
    OTHER;

    private final Set<String> types;

    OperatorRole(String... types) {
        this.types = Set.of(types);
    }

    static OperatorRole of(String type) {
        for (OperatorRole role : values()) {
            if (role.types.contains(type)) {
                return role;
            }
        }
        return OTHER;
    }
}
