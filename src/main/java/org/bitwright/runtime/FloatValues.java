package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import java.nio.FloatBuffer;

/** The values of a float tensor, copied only where they cannot be seen where they are. */
record FloatValues(FloatBuffer buffer) {

    /** @throws InferenceException if it holds no floats */
    static FloatValues of(OnnxTensor tensor, String name) throws InferenceException {
        return new FloatValues(
                tensor.getInfo().type == ai.onnxruntime.OnnxJavaType.FLOAT
                        ? tensor.getFloatBuffer()
                        : FloatBuffer.wrap(OutputFloats.read(tensor, name)));
    }

    /** Those of the first of some samples, which share the values evenly. */
    FloatValues first(int count, int samples) {
        return new FloatValues(buffer.duplicate().limit(buffer.position() + buffer.remaining() / samples * count));
    }
}
