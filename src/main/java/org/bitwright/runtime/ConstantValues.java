package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.Values;

/** Values of constants where sessions reach them, in the types and shapes of the constants. */
final class ConstantValues {
    private ConstantValues() {}

    /**
     * @param values by name of the constant, in storage order
     * @throws IllegalArgumentException if the document has no float constant of a name, or the number of values differs
     */
    static Map<String, Values> of(OnnxDocument document, Map<String, float[]> values) {
        Map<String, Values> made = new HashMap<>();
        values.forEach((name, floats) -> {
            Values room = room(constant(document, name));
            put(name, floats, room);
            made.put(name, room);
        });
        return made;
    }

    private static Tensor constant(OnnxDocument document, String name) {
        return document.constant(name)
                .filter(constant -> constant.type().isWeight())
                .orElseThrow(() -> new IllegalArgumentException("the model has no float constant '" + name + "'"));
    }

    /** Zeros of a constant's type and shape. */
    static Values room(Tensor constant) {
        long bytes = constant.type().bytesFor(constant.shape().elements());
        return new Values(constant.type(), constant.shape(), Engines.current().room(Math.toIntExact(bytes)));
    }

    /** @throws IllegalArgumentException if their number is another */
    static void put(String name, float[] values, Values into) {
        long elements = into.shape().elements();
        if (values.length != elements) {
            throw new IllegalArgumentException(
                    "weight '" + name + "' has " + elements + " values, but " + values.length + " are given");
        }
        ByteBuffer bytes = into.bytes().duplicate().order(into.bytes().order());
        NativeFloats.put(values, into.type(), bytes);
    }
}
