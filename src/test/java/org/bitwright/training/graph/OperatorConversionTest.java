package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.training.Normalization;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operator in a small network: what it gives against ONNX Runtime, and its gradients against differences. A
 * convolution stands before the operator and an uneven sum of all numbers is the loss, so that each gradient counts.
 */
class OperatorConversionTest {
    private static final int SAMPLES = 2;
    private static final double STEP = 1e-3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("org.bitwright.training.graph.OperatorNetworks#networks")
    void givesWhatOnnxRuntimeGives(OnnxModels models) throws Exception {
        OnnxDocument document = models.open(folder);

        assertThat(NetworkConversion.obstacles(document)).isEmpty();
        OnnxRuntimeParity.assertParity(document, SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("org.bitwright.training.graph.OperatorNetworks#networks")
    void gradientsAreDifferences(OnnxModels models) throws Exception {
        OnnxDocument document = models.open(folder);
        try (TrainableNetwork network = TrainableNetwork.of(document, Map.of(), Normalization.FROZEN, SAMPLES)) {
            float[][] parameters = network.initial();
            float[] inputs = OnnxModels.values(SAMPLES * network.inputValues());
            float[][] gradients = network.initial();
            network.step(parameters, inputs, SAMPLES, OperatorConversionTest::slopes, gradients, CancelToken.none());

            assertThat(network.parameters()).hasSizeGreaterThanOrEqualTo(2);
            for (int p = 0; p < gradients.length; p++) {
                check(network, parameters, inputs, p, gradients[p]);
            }
        }
    }

    private static void check(TrainableNetwork network, float[][] parameters, float[] inputs, int p, float[] gradient) {
        double largest = 1;
        for (float slope : gradient) {
            largest = Math.max(largest, Math.abs(slope));
        }
        int each = Math.max(1, gradient.length / 6);
        for (int i = 0; i < gradient.length; i += each) {
            float before = parameters[p][i];
            double difference = 0;
            for (int side = -1; side <= 1; side += 2) {
                parameters[p][i] = (float) (before + side * STEP);
                difference += side * loss(network, parameters, inputs);
            }
            parameters[p][i] = before;
            assertThat((double) gradient[i])
                    .as("%s, number %d", network.parameters().get(p).name(), i)
                    .isCloseTo(difference / (2 * STEP), within(1e-2 * largest));
        }
    }

    private static double loss(TrainableNetwork network, float[][] parameters, float[] inputs) {
        float[] outputs = network.outputs(parameters, inputs, SAMPLES);
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            sum += weight(i) * outputs[i];
        }
        return sum;
    }

    private static void slopes(int first, int samples, float[] outputs, float[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = weight(first * (gradient.length / samples) + i);
        }
    }

    private static float weight(int output) {
        return (float) Math.cos(2.3 * output);
    }
}
