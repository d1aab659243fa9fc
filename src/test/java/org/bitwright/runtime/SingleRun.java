package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;

/** Runs a session once, for tests of what networks compute. */
final class SingleRun {
    private SingleRun() {}

    static Values floats(float[] values, long... shape) {
        ByteBuffer bytes = Engines.current().room(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Values(ElementType.FLOAT32, Shape.of(shape), bytes);
    }

    static Values longs(long[] values, long... shape) {
        ByteBuffer bytes = Engines.current().room(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new Values(ElementType.INT64, Shape.of(shape), bytes);
    }

    /** All outputs by name. */
    static Map<String, Values> of(Session session, Map<String, Values> inputs) throws InferenceException {
        List<String> outputs = session.outputs().stream().map(Declared::name).toList();
        return session.run(new Request(inputs, outputs), CancelToken.none()).outputs();
    }

    /** The first output, which is of floats; closes the session. */
    static float[] first(Session session, Map<String, Values> inputs) throws InferenceException {
        try (session) {
            String output = session.outputs().get(0).name();
            return OutputFloats.read(of(session, inputs).get(output), output);
        }
    }
}
