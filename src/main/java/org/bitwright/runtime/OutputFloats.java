package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.function.IntToLongFunction;

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

    /** The same also for integers and truth values, rounded to float32. */
    static float[] ofAnyNumber(OnnxTensor tensor, String name) throws InferenceException {
        ByteBuffer bytes = tensor.getByteBuffer().order(ByteOrder.nativeOrder());
        return switch (tensor.getInfo().type) {
            case INT64 -> each(bytes.asLongBuffer().remaining(), bytes.asLongBuffer()::get);
            case INT32 -> each(bytes.asIntBuffer().remaining(), bytes.asIntBuffer()::get);
            case INT16 -> each(bytes.asShortBuffer().remaining(), bytes.asShortBuffer()::get);
            case INT8, BOOL -> each(bytes.remaining(), bytes::get);
            case UINT8 -> each(bytes.remaining(), i -> bytes.get(i) & 0xFF);
            default -> read(tensor, name);
        };
    }

    private static float[] each(int count, IntToLongFunction value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.applyAsLong(i);
        }
        return values;
    }
}
