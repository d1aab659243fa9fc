package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;

/** Runs a model of one input {@code x} as it stands: no graph optimization, so that each operator's own kernel answers. */
final class OneOperator implements AutoCloseable {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OrtSession.Result result;

    OneOperator(OnnxDocument model, float[] x, long... shape) throws OrtException, IOException {
        OrtEnvironment environment = Sessions.environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            session = environment.createSession(model.sessionSource().model(), options);
        }
        input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape);
        result = session.run(Map.of("x", input));
    }

    /** A float32 output. */
    float[] floats(String name) {
        FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** An int32 output. */
    int[] integers(String name) {
        IntBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getIntBuffer();
        int[] values = new int[buffer.remaining()];
        buffer.get(values);
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
    public void close() throws OrtException {
        result.close();
        input.close();
        session.close();
    }
}
