package org.bitwright.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Memory that the outputs of one session are written to again and again, by one thread: a run neither allocates nor
 * copies. Made for outputs whose shape is known from the run before; those whose shape changes are left out from then
 * on. Owns the tensors.
 */
final class OutputBuffers implements AutoCloseable {
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final Set<String> changing = new HashSet<>();
    private int room = -1;

    /** The tensors to write to, for runs of so many samples. */
    Map<String, OnnxTensor> of(int samples) {
        if (samples != room) {
            close();
            room = samples;
        }
        return tensors;
    }

    /** Learns the shape of what was not written to one of these. */
    void learn(String name, OnnxTensor output) throws OrtException {
        TensorInfo info = output.getInfo();
        OnnxTensor known = tensors.get(name);
        if (known != null) {
            if (!Arrays.equals(known.getInfo().getShape(), info.getShape())) {
                changing.add(name);
                tensors.remove(name);
                known.close();
            }
        } else if (info.type == OnnxJavaType.FLOAT
                && !changing.contains(name)
                && info.getNumElements() > 0
                && info.getNumElements() <= Integer.MAX_VALUE / Float.BYTES) {
            tensors.put(name, tensor(info.getShape(), (int) info.getNumElements()));
        }
    }

    private static OnnxTensor tensor(long[] shape, int elements) throws OrtException {
        FloatBuffer room = ByteBuffer.allocateDirect(elements * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return OnnxTensor.createTensor(Sessions.environment(), room, shape);
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        tensors.clear();
    }
}
