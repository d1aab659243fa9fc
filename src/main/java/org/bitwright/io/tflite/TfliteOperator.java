package org.bitwright.io.tflite;

/**
 * An operator of a subgraph.
 *
 * @param code number in the schema's enumeration BuiltinOperator
 * @param inputs indices of tensors; −1 for one that is left out
 * @param flag the one option that changes how weights lie: shuffled weights of a FULLY_CONNECTED, the transposed second
 *     factor of a BATCH_MATMUL
 */
record TfliteOperator(int code, int[] inputs, int[] outputs, boolean flag) {
    static final int CONV_2D = 3;
    static final int DEPTHWISE_CONV_2D = 4;
    static final int DEQUANTIZE = 6;
    static final int EMBEDDING_LOOKUP = 7;
    static final int FULLY_CONNECTED = 9;
    static final int LSTM = 16;
    static final int RNN = 24;
    static final int SEQUENCE_RNN = 35;
    static final int GATHER = 36;
    static final int SEQUENCE_LSTM = 44;
    static final int TRANSPOSE_CONV = 67;
    static final int BATCH_MATMUL = 126;
    static final int CONV_3D = 132;
    static final int CONV_3D_TRANSPOSE = 141;
}
