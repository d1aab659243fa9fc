package org.bitwright.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The values of a float tensor, copied only where they cannot be seen where they are. */
record FloatValues(FloatBuffer buffer) {

    /**
     * The values of a tensor.
     *
     * @param ours whether the tensor was made over a buffer: then they are read there
     * @throws InferenceException if it holds no floats
     */
    static FloatValues of(OnnxTensor tensor, String name, boolean ours) throws InferenceException {
        if (ours && tensor.getInfo().type == OnnxJavaType.FLOAT) {
            Optional<Buffer> buffer = tensor.getBufferRef();
            if (buffer.isPresent() && buffer.get() instanceof FloatBuffer floats) {
                return new FloatValues(floats);
            }
            if (buffer.isPresent() && buffer.get() instanceof ByteBuffer bytes) {
                return new FloatValues(
                        bytes.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer());
            }
        }
        return new FloatValues(FloatBuffer.wrap(OutputFloats.read(tensor, name)));
    }

    /** Those of the first of some samples, which share the values evenly. */
    FloatValues first(int count, int samples) {
        return new FloatValues(buffer.duplicate().limit(buffer.position() + buffer.remaining() / samples * count));
    }
}
