package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;

/** Values of constants in native memory, in the types and shapes of the constants. Owns the memory. */
final class SuppliedTensors implements AutoCloseable {
    private final Map<String, OnnxTensorLike> tensors = new HashMap<>();

    private SuppliedTensors() {}

    /**
     * @param values by name of the constant, in storage order
     * @throws IllegalArgumentException if the document has no float constant of a name, or the number of values differs
     */
    static SuppliedTensors of(OnnxDocument document, Map<String, float[]> values) throws InferenceException {
        SuppliedTensors made = new SuppliedTensors();
        try {
            for (Map.Entry<String, float[]> entry : values.entrySet()) {
                made.tensors.put(entry.getKey(), tensor(constant(document, entry.getKey()), entry.getValue()));
            }
            return made;
        } catch (OrtException e) {
            made.close();
            throw OrtFailure.of("Preparing the network", e);
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    Map<String, OnnxTensorLike> byName() {
        return tensors;
    }

    private static Tensor constant(OnnxDocument document, String name) {
        return document.constant(name)
                .filter(constant -> constant.type().isWeight())
                .orElseThrow(() -> new IllegalArgumentException("the model has no float constant '" + name + "'"));
    }

    private static OnnxTensor tensor(Tensor constant, float[] values) throws OrtException {
        long elements = constant.shape().elements();
        if (values.length != elements) {
            throw new IllegalArgumentException("weight '" + constant.name() + "' has " + elements + " values, but "
                    + values.length + " are given");
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(
                        Math.toIntExact(constant.type().bytesFor(elements)))
                .order(ByteOrder.nativeOrder());
        NativeFloats.put(values, constant.type(), bytes);
        return OnnxTensor.createTensor(
                Sessions.environment(),
                bytes.rewind().order(ByteOrder.nativeOrder()),
                constant.shape().toArray(),
                NativeFloats.javaType(constant.type()));
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensorLike::close);
        tensors.clear();
    }
}
