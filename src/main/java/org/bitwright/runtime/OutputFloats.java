package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** Copies a float tensor of any width out of native memory as float32. */
final class OutputFloats {
    private OutputFloats() {}

    /** @throws InferenceException if it holds no floats */
    static void check(OnnxTensor tensor, String output) throws InferenceException {
        switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16, DOUBLE -> {}
            default -> throw noFloats(tensor, output);
        }
    }

    private static InferenceException noFloats(OnnxTensor tensor, String output) {
        return new InferenceException("The network's output '" + output + "' is of type " + tensor.getInfo().type
                + "; outputs that can be compared are floats.");
    }

    /**
     * @param output its name, for the message
     * @throws InferenceException if it holds no floats
     */
    static float[] read(OnnxTensor tensor, String output) throws InferenceException {
        switch (tensor.getInfo().type) {
            case FLOAT, FLOAT16, BFLOAT16 -> {
                FloatBuffer buffer = tensor.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return values;
            }
            case DOUBLE -> {
                DoubleBuffer buffer = tensor.getDoubleBuffer();
                float[] values = new float[buffer.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) buffer.get(i);
                }
                return values;
            }
            default -> throw noFloats(tensor, output);
        }
    }
}
