package org.bitwright.runtime.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Tensors over values, each made once for all requests that name it. Owns them. */
final class Tensors implements AutoCloseable {
    private final Map<Values, OnnxTensor> made = new IdentityHashMap<>();

    Map<String, OnnxTensor> of(Map<String, Values> all) throws OrtException {
        Map<String, OnnxTensor> named = new HashMap<>();
        for (Map.Entry<String, Values> entry : all.entrySet()) {
            OnnxTensor tensor = made.get(entry.getValue());
            if (tensor == null) {
                tensor = OrtTensors.over(entry.getValue());
                made.put(entry.getValue(), tensor);
            }
            named.put(entry.getKey(), tensor);
        }
        return named;
    }

    @Override
    public void close() {
        made.values().forEach(OnnxTensor::close);
        made.clear();
    }
}
