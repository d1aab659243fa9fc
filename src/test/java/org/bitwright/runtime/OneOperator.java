package org.bitwright.runtime;

import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.runtime.session.Values;

/** Runs a model of one input {@code x} as it stands: no graph optimization, so that each operator's own kernel answers. */
final class OneOperator implements AutoCloseable {
    private final Session session;
    private final Map<String, Values> outputs;

    OneOperator(OnnxDocument model, float[] x, long... shape) throws InferenceException {
        SessionOptions options = SessionOptions.usual(1).withoutOptimization();
        session = Engines.current().open(() -> new Ingredients("operator", model.sessionSource(), options, Map.of()));
        outputs = SingleRun.of(session, Map.of("x", SingleRun.floats(x, shape)));
    }

    /** A float32 output. */
    float[] floats(String name) {
        float[] values = new float[(int) outputs.get(name).shape().elements()];
        Values output = outputs.get(name);
        output.bytes().slice().order(output.bytes().order()).asFloatBuffer().get(values);
        return values;
    }

    /** An int32 output. */
    int[] integers(String name) {
        Values output = outputs.get(name);
        int[] values = new int[(int) output.shape().elements()];
        output.bytes().slice().order(output.bytes().order()).asIntBuffer().get(values);
        return values;
    }

    static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]); // one NaN is as good as another
        }
        return bits;
    }

    @Override
    public void close() {
        session.close();
    }
}
