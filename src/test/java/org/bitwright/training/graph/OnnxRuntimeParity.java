package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.task.CancelToken;
import org.bitwright.training.Normalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares what a converted network computes with what ONNX Runtime does. */
final class OnnxRuntimeParity {
    private OnnxRuntimeParity() {}

    /** The converted network with its parameters as the file has them. */
    static Converted converted(OnnxDocument document, int samples) throws Exception {
        Converted converted = NetworkConversion.convert(
                document,
                samples,
                Map.of(),
                (activation, rounding) -> activation,
                Normalization.FROZEN,
                new HashMap<>());
        for (GraphParameter parameter : converted.parameters()) {
            float[] stored = parameter.initial();
            int[] order = parameter.order();
            float[] values = new float[order.length];
            for (int i = 0; i < order.length; i++) {
                values[i] = stored[order[i]];
            }
            converted
                    .graph()
                    .getVariable(parameter.variable())
                    .getArr()
                    .assign(Nd4j.create(values, parameter.graphShape().toArray(), 'c'));
        }
        return converted;
    }

    /** What a network gives of inputs whose values are sines. */
    static float[] trained(Converted converted) {
        Map<String, INDArray> inputs = new HashMap<>();
        int number = 0;
        for (String input : converted.inputs()) {
            long[] shape = converted.graph().getVariable(input).placeholderShape();
            inputs.put(input, Nd4j.create(sines(count(shape), number++), shape, 'c'));
        }
        try (RecordedPass pass = RecordedPass.record(
                converted.graph(), converted.graph().getOps().size(), List.of(converted.output()), inputs, 0)) {
            pass.run(CancelToken.none());
            return pass.array(converted.output()).dup('c').data().asFloat();
        }
    }

    /** The same by ONNX Runtime, of one value of the network. */
    static float[] inferred(OnnxDocument document, Converted converted) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try (OrtSession session =
                environment.createSession(document.sessionSource().model())) {
            for (int i = 0; i < converted.inputs().size(); i++) {
                long[] shape =
                        converted.graph().getVariable(converted.inputs().get(i)).getShape();
                inputs.put(
                        converted.inputNames().get(i),
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(sines(count(shape), i)), shape));
            }
            try (OrtSession.Result result = session.run(inputs)) {
                FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                return values;
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    /** Asserts that both give the same, within 1e-4 of the largest number. */
    static void assertParity(OnnxDocument document, int samples) throws Exception {
        Converted converted = converted(document, samples);
        assertClose(trained(converted), inferred(document, converted));
    }

    static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - (double) found[i]));
        }
        assertThat(largest).isPositive();
        assertThat(difference).isLessThan(1e-4 * largest);
    }

    static int count(long[] shape) {
        int count = 1;
        for (long extent : shape) {
            count *= (int) extent;
        }
        return count;
    }

    private static float[] sines(int count, int number) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.sin(1 + number + 0.7 * i);
        }
        return values;
    }
}
