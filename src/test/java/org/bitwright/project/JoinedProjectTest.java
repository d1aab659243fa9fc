package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bitwright.export.ExportTarget;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Layer;
import org.bitwright.model.ModelSource;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.StackProposal;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.ui.common.WeightsOnDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The article's state dict, joined to its network in every way. */
class JoinedProjectTest {
    private static final Path WEIGHTS = Mnist.SAMPLES.resolve("model.pth");
    private static final Path GRAPH = Mnist.SAMPLES.resolve("simple-model.onnx");
    private static final int SAMPLES = 1000;

    @TempDir
    private Path folder;

    private static long correct(Project project) throws IOException, InferenceException {
        return correct(project, QuantConfig.empty());
    }

    private static long correct(Project project, QuantConfig config) throws IOException, InferenceException {
        project.dataSets().use(Mnist.first(SAMPLES));
        return project.measuring()
                .measure(config, new Progress(), CancelToken.none())
                .accuracy()
                .orElseThrow()
                .correct();
    }

    private static String name(Project project, int layer) {
        return project.model().layers().get(layer).name();
    }

    private static long correctOfGraph() throws IOException, InferenceException {
        try (Project graph = Project.create(GRAPH)) {
            return correct(graph);
        }
    }

    @Test
    void theArticlesStateDictOpensAsItsTwoLayers() throws IOException {
        try (Project weights = Project.create(WEIGHTS);
                Project graph = Project.create(GRAPH)) {
            assertThat(weights.hasNetwork()).isFalse();
            assertThat(weights.source()).isEqualTo(new ModelSource.Weights(WEIGHTS));
            assertThat(weights.model().format()).isEqualTo("PyTorch");
            assertThat(weights.model().layers()).extracting(Layer::name).containsExactly("fc1.weight", "fc2.weight");
            for (int i = 0; i < 2; i++) {
                Layer layer = weights.model().layers().get(i);
                Layer twin = graph.model().layers().get(i);
                assertThat(layer.weight().readFloats()).isEqualTo(twin.weight().readFloats());
                assertThat(layer.channelAxis()).isEqualTo(twin.channelAxis());
                assertThat(layer.bias().orElseThrow().readFloats())
                        .isEqualTo(twin.bias().orElseThrow().readFloats());
                assertThat(weights.layers()
                                .quantized(layer.name(), Preset.INT8_CHANNEL.config(), CancelToken.none())
                                .error())
                        .isEqualTo(graph.layers()
                                .quantized(twin.name(), Preset.INT8_CHANNEL.config(), CancelToken.none())
                                .error());
            }
            assertThat(weights.measuring().bytes(weights.config()))
                    .isEqualTo(graph.measuring().bytes(graph.config()));
            assertThat(weights.problems(new Progress(), CancelToken.none()))
                    .anySatisfy(
                            problem -> assertThat(problem.toString()).contains("PyTorch", "4 tensors", "join them"));
        }
    }

    @Test
    void joinedToItsGraphItAnswersAsTheNetwork() throws IOException, InferenceException {
        try (Project weights = Project.create(WEIGHTS)) {
            JoinProposal proposal = weights.joining().proposeJoin(GRAPH);
            assertThat(proposal.faults(proposal.pairs(), false)).isEmpty();
            QuantConfig byChannel = weights.choices().withPreset(Preset.INT4_CHANNEL_MSE, List.of("fc2.weight"), true);
            weights.edit("four bits", byChannel);
            weights.variants().add("four", byChannel);
            try (Project joined = weights.joining().joined(proposal.source(proposal.pairs()))) {
                assertThat(joined.hasNetwork()).isTrue();
                assertThat(joined.config().of(name(joined, 1))).isEqualTo(Preset.INT4_CHANNEL_MSE.config());
                assertThat(joined.config().of(name(joined, 0))).isEqualTo(Preset.INT8_TENSOR.config());
                assertThat(joined.variants().find("four").orElseThrow().config())
                        .isEqualTo(joined.config());
                assertThat(correct(joined)).isEqualTo(correctOfGraph());
                joined.joining().saveNetwork(folder.resolve("joined.onnx"));
            }
        }
        OnnxDocument saved = OnnxDocument.open(folder.resolve("joined.onnx"));
        OnnxDocument original = OnnxDocument.open(GRAPH);
        assertThat(saved.constant("fc1.weight").orElseThrow().readFloats())
                .isEqualTo(original.constant("fc1.weight").orElseThrow().readFloats());
    }

    /** Changed weights were made of others where a layer is given other numbers. */
    @Test
    void joinedInAnotherWayChoicesStayAndChangedWeightsWhereTheyBelong() throws IOException {
        Path weights = WeightsOnDisk.write(
                folder.resolve("w.pth"),
                WeightsOnDisk.tensor("a", 4, 4),
                WeightsOnDisk.tensor("b", 4, 4),
                WeightsOnDisk.tensor("c", 2, 4));
        Path graph = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("first", 4, 4)
                .weight("second", 4, 4)
                .weight("third", 2, 4)
                .node("Gemm", "one", "x first", "h", "transB=1")
                .node("Gemm", "two", "h second", "i", "transB=1")
                .node("Gemm", "three", "i third", "y", "transB=1")
                .output("y", -1, 2)
                .write(folder.resolve("g.onnx"));
        ModelSource ordered = new ModelSource.Joined(weights, graph, pairs("a", "b", "c"));
        try (Project file = Project.create(weights);
                Project joined = file.joining().joined(ordered)) {
            assertThat(joined.joining().atStake()).isZero();
            joined.edit("changed", changed(joined));
            joined.variants().add("kept", joined.config());
            assertThat(joined.joining().atStake())
                    .as("layers with changed weights")
                    .isEqualTo(3);
            joined.history().undo();
            assertThat(joined.joining().atStake()).as("those of the variant").isEqualTo(3);
            joined.history().redo();

            try (Project again =
                    joined.joining().joined(new ModelSource.Joined(weights, graph, pairs("b", "a", "c")))) {
                assertThat(again.config().layers()).containsOnlyKeys("one", "two", "three");
                assertThat(again.config().of("one")).isEqualTo(Preset.INT4_CHANNEL_MSE.config());
                assertThat(again.config().of("two")).isEqualTo(Preset.INT4_CHANNEL_MSE.config());
                assertThat(again.config().of("three")).isEqualTo(joined.config().of("three"));
                assertThat(again.config().of("three").overlay()).isPresent();
                assertThat(again.variants().find("kept").orElseThrow().config()).isEqualTo(again.config());
                assertThat(again.model().layers().get(0).weight().readFloats())
                        .isEqualTo(WeightsOnDisk.tensor("b", 4, 4).readFloats());
                assertThat(again.isModified()).isTrue();
                assertThat(again.saving().loadNotes())
                        .as("what is lost is said")
                        .extracting(Problem::kind)
                        .containsExactly(Problem.Kind.WEIGHT_CHANGES_DROPPED);
            }
        }
    }

    private static List<JoinedPair> pairs(String first, String second, String third) {
        return List.of(
                new JoinedPair("first", first), new JoinedPair("second", second), new JoinedPair("third", third));
    }

    private static QuantConfig changed(Project project) {
        QuantConfig config = project.config();
        for (Layer layer : project.model().layers()) {
            float[] zeros = new float[(int) layer.parameters()];
            Map<String, float[]> values = Map.of(layer.weight().name(), zeros);
            config = config.with(
                    layer.name(),
                    Preset.INT4_CHANNEL_MSE
                            .config()
                            .withOverlay(Optional.of(WeightOverlay.of("test", values, values))));
        }
        return config;
    }

    /** Accuracy alone could agree by chance: other numbers must give another one. */
    @Test
    void itIsTheFilesNumbersThatAreRunAndNotTheGraphs() throws IOException, InferenceException {
        try (Project other = Project.create(GRAPH)) {
            other.edit(
                    "one bit",
                    other.choices().withPreset(Preset.BINARY, List.of(name(other, 0), name(other, 1)), true));
            long expected = correct(other, other.config());
            other.exporting()
                    .export(
                            ExportTarget.SAFETENSORS,
                            folder.resolve("w.safetensors"),
                            new Progress(),
                            CancelToken.none());
            assertThat(expected).isNotEqualTo(correct(other));
            try (Project weights = Project.create(folder.resolve("w.safetensors"))) {
                JoinProposal proposal = weights.joining().proposeJoin(GRAPH);
                try (Project joined = weights.joining().joined(proposal.source(proposal.pairs()))) {
                    assertThat(correct(joined)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void asAStackWithoutActivationsItAnswersAsTheNetwork() throws IOException, InferenceException {
        try (Project weights = Project.create(WEIGHTS)) {
            StackProposal proposal = weights.joining().proposeStack();
            DenseStack stack = proposal.stack();
            assertThat(stack)
                    .isEqualTo(new DenseStack(List.of(
                            new DenseStep("fc1.weight", Optional.of("fc1.bias"), false, ActivationFunction.NONE),
                            new DenseStep("fc2.weight", Optional.of("fc2.bias"), false, ActivationFunction.NONE))));
            assertThat(proposal.faults(stack)).isEmpty();
            assertThat(proposal.leftOver(stack)).isEmpty();
            Path saved = folder.resolve("stack.onnx");
            try (Project joined = weights.joining().joined(proposal.source(stack))) {
                assertThat(joined.model().layers()).extracting(Layer::name).containsExactly("fc1", "fc2");
                assertThat(correct(joined)).isEqualTo(correctOfGraph());
                joined.joining().saveNetwork(saved);
            }
            try (Project opened = Project.create(saved)) {
                assertThat(opened.source()).isEqualTo(new ModelSource.Network(saved));
                assertThat(correct(opened)).isEqualTo(correctOfGraph());
            }
        }
    }

    @Test
    void everyActivationOfAStackRuns() throws IOException, InferenceException {
        try (Project weights = Project.create(WEIGHTS)) {
            for (ActivationFunction function : ActivationFunction.values()) {
                DenseStack stack = new DenseStack(List.of(
                        new DenseStep("fc1.weight", Optional.of("fc1.bias"), false, function),
                        new DenseStep("fc2.weight", Optional.empty(), false, ActivationFunction.SOFTMAX)));
                try (Project joined = weights.joining().joined(new ModelSource.Stacked(WEIGHTS, stack))) {
                    assertThat(correct(joined)).as(function.name()).isGreaterThan(0);
                }
            }
        }
    }

    @Test
    void stacksWhoseWidthsDoNotFollowAreRefused() throws IOException {
        try (Project weights = Project.create(WEIGHTS)) {
            StackProposal proposal = weights.joining().proposeStack();
            DenseStep first = new DenseStep("fc1.weight", Optional.of("fc2.bias"), false, ActivationFunction.RELU);
            DenseStep second = new DenseStep("fc2.weight", Optional.empty(), true, ActivationFunction.NONE);
            DenseStep third = new DenseStep("fc1.bias", Optional.empty(), false, ActivationFunction.NONE);
            DenseStack wrong = new DenseStack(List.of(first, second, third));
            assertThat(proposal.faults(wrong))
                    .containsExactly(
                            "'fc2.bias' is no bias of 'fc1.weight', which has 256 outputs.",
                            "'fc1.weight' gives 256 numbers, but 'fc2.weight', which follows it, takes 10.",
                            "'fc1.bias' is 256 FLOAT32; a dense layer has two axes of float numbers.");
            assertThat(proposal.faults(new DenseStack(List.of()))).hasSize(1);
            assertThatThrownBy(() -> Project.create(proposal.source(wrong)))
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("cannot be joined");
        }
    }

    @Test
    void whatRunsANetworkSaysThatThereIsNone() throws IOException {
        try (Project weights = Project.create(WEIGHTS)) {
            Progress progress = new Progress();
            CancelToken none = CancelToken.none();
            for (ThrowingCallable run : List.<ThrowingCallable>of(
                    () -> weights.dataSets().use(Mnist.first(10)),
                    () -> weights.dataSets().useForCalibration(Mnist.first(10)),
                    () -> weights.training().useData(Mnist.first(10)),
                    () -> weights.dataSets().fit(Mnist.first(10)),
                    () -> weights.measuring().measure(weights.config(), progress, none),
                    () -> weights.dataSets().hints(progress, none),
                    () -> weights.exploration().multiplications(none),
                    () -> weights.activations().statistics(weights.config(), progress, none),
                    () -> weights.exporting().latency(GRAPH, 1, List.of(1), progress, none),
                    () -> weights.joining().saveNetwork(folder.resolve("x.onnx")),
                    () -> weights.exporting().export(ExportTarget.QDQ, folder.resolve("x.onnx"), progress, none),
                    () -> weights.exporting().export(ExportTarget.NNCF, folder.resolve("x.py"), progress, none))) {
                assertThatThrownBy(run)
                        .hasMessageContaining("weights without a network")
                        .hasMessageContaining("--graph");
            }
            assertThat(weights.training().faults(TrainingSamples.plan(1)))
                    .singleElement()
                    .asString()
                    .contains("weights without a network");
        }
    }

    @Test
    void weightsAloneAreExportedAndReadBack() throws IOException, InferenceException {
        try (Project weights = Project.create(WEIGHTS)) {
            for (ExportTarget target : ExportTarget.values()) {
                if (!target.needsNetwork()) {
                    Path file = folder.resolve("w." + target.id());
                    weights.exporting().export(target, file, new Progress(), CancelToken.none());
                    assertThat(Files.size(file)).as(target.id()).isPositive();
                }
            }
            for (String id : List.of("pth", "safetensors")) {
                try (Project back = Project.create(folder.resolve("w." + id))) {
                    assertThat(back.model().layers())
                            .extracting(Layer::name)
                            .containsExactly("fc1.weight", "fc2.weight");
                    Layer layer = back.model().layers().get(0);
                    assertThat(layer.weight().shape())
                            .isEqualTo(weights.model().layers().get(0).weight().shape());
                    // x̂ of the export is on the grid that it was rounded to: rounding again changes nothing
                    assertThat(back.layers()
                                    .quantized(layer.name(), back.config().of(layer.name()), CancelToken.none())
                                    .error()
                                    .maxError())
                            .isLessThan(1e-6);
                }
            }
        }
    }

    @Test
    void pairsThatDoNotFitAreRefused() throws IOException {
        assertThatThrownBy(() -> Project.create(
                        new ModelSource.Joined(WEIGHTS, GRAPH, List.of(new JoinedPair("fc1.weight", "fc2.weight")))))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("'fc2.weight' is 10 × 256, but 'fc1.weight' is 256 × 784");
        try (Project network = Project.create(GRAPH)) {
            assertThatThrownBy(network.joining()::proposeStack).hasMessageContaining("holds a network already");
        }
    }

    @Test
    void digestsTellFilesAndPairsApart() throws IOException {
        JoinedPair first = new JoinedPair("fc1.bias", "fc1.bias");
        JoinedPair second = new JoinedPair("fc2.bias", "fc2.bias");
        Map<String, List<JoinedPair>> ways =
                Map.of("one", List.of(first), "other", List.of(second), "both", List.of(first, second));
        List<String> digests = new ArrayList<>();
        for (List<JoinedPair> pairs : ways.values()) {
            digests.add(OpenedModel.open(new ModelSource.Joined(WEIGHTS, GRAPH, pairs))
                    .document()
                    .digest());
        }
        assertThat(digests).doesNotHaveDuplicates();
        // sha256sum sample-models/model.pth
        assertThat(OpenedModel.open(WEIGHTS).document().digest())
                .isEqualTo("72856222c892e9285df665892c17d71aa4ec058c3f2625aec1e2497acda80588");
    }
}
