package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.training.Normalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConversionTest {
    private static final Path SAMPLES = Path.of("sample-models");

    @ParameterizedTest
    @ValueSource(strings = {"simple-model", "lenet-300-100", "lenet5", "lenet5-caffe", "residual", "depthwise", "vit"})
    void givesWhatOnnxRuntimeGives(String name) throws Exception {
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));

        assertThat(NetworkConversion.obstacles(document)).isEmpty();
        OnnxRuntimeParity.assertParity(document, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple-model", "lenet-300-100", "lenet5", "lenet5-caffe", "residual", "depthwise", "vit"})
    void outputsChangeAlongTheGradientAsItSays(String name) throws Exception {
        OnnxDocument document = OnnxDocument.open(SAMPLES.resolve(name + ".onnx"));
        try (TrainableNetwork network = TrainableNetwork.of(document, Map.of(), Normalization.FROZEN, 2)) {
            float[][] parameters = network.initial();
            float[][] gradients = network.initial();
            float[] inputs = OnnxModels.values(2 * network.inputValues());
            LossGradient sum = (first, samples, outputs, gradient) -> Arrays.fill(gradient, 0, 3, 1);
            network.step(parameters, inputs, 2, sum, gradients, CancelToken.none());

            double squares = 0;
            for (float[] gradient : gradients) {
                for (float slope : gradient) {
                    squares += (double) slope * slope;
                }
            }
            double step = 1e-4 / Math.sqrt(squares);
            double difference = sum(network, moved(parameters, gradients, step), inputs)
                    - sum(network, moved(parameters, gradients, -step), inputs);
            assertThat(difference / (2 * step)).isCloseTo(squares, withinPercentage(2));
        }
    }

    private static float[][] moved(float[][] parameters, float[][] gradients, double step) {
        float[][] moved = new float[parameters.length][];
        for (int p = 0; p < moved.length; p++) {
            moved[p] = parameters[p].clone();
            for (int i = 0; i < moved[p].length; i++) {
                moved[p][i] += (float) (step * gradients[p][i]);
            }
        }
        return moved;
    }

    private static double sum(TrainableNetwork network, float[][] parameters, float[] inputs) {
        float[] outputs = network.outputs(parameters, inputs, 2);
        return (double) outputs[0] + outputs[1] + outputs[2];
    }
}
