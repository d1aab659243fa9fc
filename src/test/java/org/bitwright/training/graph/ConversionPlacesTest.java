package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is trained, what is rounded and where, and what stands in the way. */
class ConversionPlacesTest {
    @TempDir
    Path folder;

    private TrainableNetwork network(OnnxModels models, Map<String, ActivationRounding> roundings) throws IOException {
        return TrainableNetwork.of(models.open(folder), roundings, Normalization.FROZEN, 4);
    }

    private Map<String, Role> roles(OnnxModels models) throws IOException {
        try (TrainableNetwork network = network(models, Map.of())) {
            return network.parameters().stream()
                    .collect(Collectors.toMap(TrainedParameter::name, TrainedParameter::role));
        }
    }

    @Test
    void parametersHaveTheRolesOfTheirOperators() throws Exception {
        assertThat(roles(OnnxModels.opset(17)
                        .input("x", -1, 4, 6)
                        .weight("w", 6, 5)
                        .weight("b", 5)
                        .node("MatMul", "product", "x w", "p")
                        .node("Add", "sum", "b p", "s")
                        .weight("gain", 5)
                        .weight("offset", 5)
                        .node("LayerNormalization", "norm", "s gain offset", "n")
                        .weight("position", 1, 4, 5)
                        .node("Add", "place", "n position", "y")
                        .result("y")))
                .containsOnly(
                        Map.entry("w", Role.WEIGHT),
                        Map.entry("b", Role.BIAS),
                        Map.entry("gain", Role.NORMALIZATION),
                        Map.entry("offset", Role.NORMALIZATION),
                        Map.entry("position", Role.OTHER));
    }

    @Test
    void aNormalizationInPartsIsOne() throws Exception {
        assertThat(roles(OnnxModels.opset(13)
                        .input("x", -1, 4)
                        .weight("w", 4, 4)
                        .node("MatMul", "product", "x w", "h")
                        .node("ReduceMean", "m", "h", "mean", "axes=[-1]")
                        .node("Sub", "s", "h mean", "centred")
                        .node("Abs", "a", "centred", "sizes")
                        .node("Div", "d", "centred sizes", "normal")
                        .weight("gain", 4)
                        .weight("offset", 4)
                        .node("Mul", "g", "normal gain", "gained")
                        .node("Add", "o", "gained offset", "y")
                        .result("y")))
                .containsEntry("gain", Role.NORMALIZATION)
                .containsEntry("offset", Role.NORMALIZATION);
    }

    @Test
    void whatPreparesTheInputOrMasksIsNotTrained() throws Exception {
        assertThat(roles(OnnxModels.opset(13)
                        .input("x", -1, 3)
                        .weight("mean", 3)
                        .weight("deviation", new float[] {1, 2, 3}, 3)
                        .node("Sub", "s", "x mean", "centred")
                        .node("Div", "d", "centred deviation", "prepared")
                        .weight("w", 3, 2)
                        .node("MatMul", "product", "prepared w", "p")
                        .weight("mask", new float[] {0, -1e9f}, 2)
                        .node("Add", "masked", "p mask", "m")
                        .weight("scale", new float[] {3}, 1)
                        .node("Mul", "scaled", "m scale", "q")
                        .constant("shift", new float[] {1, 2}, 2)
                        .node("Add", "shifted", "q shift", "y")
                        .result("y")))
                .containsOnlyKeys("w");
    }

    /** Takes 1 away, and lets twice the gradient pass. */
    private static class Lowered implements ActivationRounding {
        @Override
        public void forward(int shard, float[] x, float[] rounded, int count) {
            for (int i = 0; i < count; i++) {
                rounded[i] = x[i] - 1;
            }
        }

        @Override
        public void backward(int shard, float[] x, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                gradient[i] *= 2;
            }
        }
    }

    private static OnnxModels around() {
        return OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "product", "x w", "p")
                .node("Add", "around", "x p", "y")
                .result("y");
    }

    @Test
    void whateverTakesARoundedValueTakesItRounded() throws Exception {
        try (TrainableNetwork network = network(around(), Map.of("x", new Lowered(), "y", new Lowered()))) {
            float[][] parameters = network.initial();

            // (x − 1) + (x − 1) − 1
            assertThat(network.outputs(parameters, new float[] {3, 5}, 1)).containsExactly(3, 7);

            float[][] gradients = network.initial();
            network.step(
                    parameters,
                    new float[] {3, 5},
                    1,
                    (first, samples, outputs, gradient) -> Arrays.fill(gradient, 1),
                    gradients,
                    CancelToken.none());
            assertThat(gradients[0]).containsExactly(2 * 2, 2 * 2, 2 * 4, 2 * 4);
        }
    }

    @Test
    void productsAloneTakeWhatIsRoundedForThem() throws Exception {
        ActivationRounding rounding = new Lowered() {
            @Override
            public boolean isOfProductsAlone() {
                return true;
            }
        };
        try (TrainableNetwork network = network(around(), Map.of("x", rounding))) {
            // x + (x − 1)
            assertThat(network.outputs(network.initial(), new float[] {3, 5}, 1))
                    .containsExactly(5, 9);
        }
    }

    @Test
    void aSoftmaxAtTheEndIsLeftOut() throws Exception {
        OnnxModels models = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "product", "x w", "p")
                .node("Softmax", "softmax", "p", "s")
                .node("Identity", "identity", "s", "y")
                .result("y");
        try (TrainableNetwork network = network(models, Map.of())) {
            assertThat(network.outputs(network.initial(), new float[] {3, 5}, 1))
                    .containsExactly(3, 5);
        }
    }

    @Test
    void aNetworkOfOneSampleTakesMany() throws Exception {
        OnnxModels models = OnnxModels.opset(13)
                .input("x", 1, 2, 2)
                .longs("shape", 1, 4)
                .weight("w", new float[] {1, 1, 1, 1}, 4, 1)
                .node("Reshape", "reshape", "x shape", "flat")
                .node("MatMul", "product", "flat w", "y")
                .result("y");
        try (TrainableNetwork network = network(models, Map.of())) {
            float[] inputs = {1, 2, 3, 4, 5, 6, 7, 8};
            assertThat(network.outputs(network.initial(), inputs, 2)).containsExactly(10, 26);
        }
    }

    @Test
    void obstaclesAreNamedOperatorByOperator() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 4)
                .node("MatMul", "product", "x w", "p")
                .node("Det", "odd", "p", "d")
                .node("com.example.Relu", "foreign", "d", "f")
                .node("Relu", "later", "f", "r")
                .node("Hardmax", "hard", "p", "g")
                .node("Add", "sum", "r g", "y")
                .result("y")
                .domain("com.example", 1)
                .open(folder);

        assertThat(NetworkConversion.obstacles(document))
                .extracting(Obstacle::operator, Obstacle::type)
                .containsExactly(Tuple.tuple("odd", "Det"), Tuple.tuple("hard", "Hardmax"));
        assertThatThrownBy(() -> TrainableNetwork.of(document, Map.of(), Normalization.FROZEN, 2))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("odd");
    }

    @Test
    void operatorsThatTheOutputDoesNotNeedAreNoObstacle() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 4)
                .node("MatMul", "product", "x w", "y")
                .node("Hardmax", "hard", "y", "other")
                .result("y")
                .result("other")
                .open(folder);

        assertThat(NetworkConversion.obstacles(document)).isEmpty();
    }

    @Test
    void openAxesIntegerInputsAndOutputsThatCountNoSamplesAreObstacles() throws Exception {
        OnnxModels open = OnnxModels.opset(13)
                .input("x", -1, -1, 4)
                .weight("w", 4, 4)
                .node("MatMul", "product", "x w", "y")
                .result("y");
        OnnxModels tokens = OnnxModels.opset(13)
                .input("x", ElementType.INT64, -1, 4)
                .weight("w", 9, 4)
                .node("Gather", "embedding", "w x", "y")
                .result("y");
        OnnxModels mixed = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 4)
                .node("MatMul", "product", "x w", "p")
                .node("ReduceSum", "sum", "p", "y", "keepdims=0")
                .result("y");

        for (OnnxModels models : List.of(open, tokens, mixed)) {
            assertThat(NetworkConversion.obstacles(models.open(folder))).hasSize(1);
        }
    }

    @Test
    void aTrainedNormalizationFollowsTheBatches() throws Exception {
        OnnxDocument document = OnnxModels.opset(14)
                .input("x", -1, 1)
                .weight("w", new float[] {1}, 1, 1)
                .node("MatMul", "product", "x w", "p")
                .weight("gain", new float[] {3}, 1)
                .weight("offset", new float[] {1}, 1)
                .weight("mean", new float[] {0}, 1)
                .weight("variance", new float[] {1}, 1)
                .node("BatchNormalization", "norm", "p gain offset mean variance", "y", "momentum=0.75", "epsilon=0.0")
                .result("y")
                .open(folder);
        try (TrainableNetwork network = TrainableNetwork.of(document, Map.of(), Normalization.TRAINED, 4)) {
            float[][] parameters = network.initial();
            float[][] gradients = network.initial();
            float[] inputs = {2, 6};
            float[][] seen = new float[1][];
            LossGradient loss = (first, samples, outputs, gradient) -> {
                seen[0] = outputs.clone();
                gradient[0] = 1;
                gradient[1] = 2;
            };

            network.step(parameters, inputs, 2, loss, gradients, CancelToken.none());

            // mean 4 and deviation 2 of the batch, whatever the factor before
            assertThat(seen[0]).startsWith(-2, 4);
            int gain = names(network).indexOf("gain");
            assertThat(gradients[gain][0]).isCloseTo(-1 + 2, within(1e-6f));
            assertThat(gradients[names(network).indexOf("w")][0]).isCloseTo(0, within(1e-6f));
            assertThat(network.statistics().get("mean")).containsExactly(1);
            assertThat(network.statistics().get("variance")).containsExactly(1.75f);

            network.restoreStatistics(Map.of("mean", new float[] {2}, "variance", new float[] {4}));
            assertThat(network.outputs(parameters, inputs, 2)).containsExactly(1, 7);
            assertThat(network.statistics().get("mean")).containsExactly(2);
        }
    }

    private static List<String> names(TrainableNetwork network) {
        return network.parameters().stream().map(TrainedParameter::name).toList();
    }
}
