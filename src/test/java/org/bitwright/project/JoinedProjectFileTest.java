package org.bitwright.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.JsonField;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.quant.Preset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects of weights, alone and joined, as files. */
class JoinedProjectFileTest {
    @TempDir
    private Path folder;

    private Path weights;
    private Path graph;
    private Path saved;

    @BeforeEach
    void copyFiles() throws IOException {
        weights = Files.copy(Mnist.SAMPLES.resolve("model.pth"), folder.resolve("model.pth"));
        graph = Files.copy(Mnist.SAMPLES.resolve("simple-model.onnx"), folder.resolve("graph.onnx"));
        saved = folder.resolve("work.bitwright");
    }

    private void save(ModelSource source) throws IOException {
        try (Project project = Project.create(source)) {
            String first = project.model().layers().get(0).name();
            project.edit("binary", project.choices().withPreset(Preset.BINARY, List.of(first), true));
            project.save(saved);
        }
    }

    private void expectSameAfterLoading(ModelSource source) throws IOException {
        try (Project project = Project.load(saved)) {
            assertThat(project.source()).isEqualTo(source);
            assertThat(project.hasNetwork()).isEqualTo(source.hasNetwork());
            String first = project.model().layers().get(0).name();
            assertThat(project.config().of(first)).isEqualTo(Preset.BINARY.config());
            assertThat(project.isModified()).isFalse();
        }
    }

    private ModelSource joined() throws IOException {
        try (Project project = Project.create(weights)) {
            JoinProposal proposal = project.joining().proposeJoin(graph);
            return proposal.source(proposal.pairs());
        }
    }

    private static DenseStack stack() {
        return new DenseStack(List.of(
                new DenseStep("fc1.weight", Optional.of("fc1.bias"), false, ActivationFunction.LEAKY_RELU),
                new DenseStep("fc2.weight", Optional.empty(), false, ActivationFunction.NONE)));
    }

    @Test
    void weightsAloneComeBack() throws IOException {
        save(new ModelSource.Weights(weights));
        expectSameAfterLoading(new ModelSource.Weights(weights));
    }

    @Test
    void joinedWeightsComeBack() throws IOException {
        save(joined());
        expectSameAfterLoading(joined());
    }

    @Test
    void stacksComeBack() throws IOException {
        save(new ModelSource.Stacked(weights, stack()));
        expectSameAfterLoading(new ModelSource.Stacked(weights, stack()));
    }

    @Test
    void bothFilesMayHaveMovedWithTheProject() throws IOException {
        save(joined());
        Path other = Files.createDirectory(folder.resolve("other"));
        for (Path file : List.of(weights, graph, saved)) {
            Files.move(file, other.resolve(file.getFileName()));
        }
        try (Project project = Project.load(other.resolve("work.bitwright"))) {
            assertThat(project.source().file()).isEqualTo(other.resolve("model.pth"));
            assertThat(((ModelSource.Joined) project.source()).graph()).isEqualTo(other.resolve("graph.onnx"));
        }
    }

    @Test
    void graphThatIsGoneOrChangedIsSaid() throws IOException {
        save(joined());
        Path elsewhere = folder.resolve("elsewhere.onnx");
        Files.move(graph, elsewhere);
        assertThatThrownBy(() -> Project.load(saved))
                .isInstanceOfSatisfying(MissingFileException.class, missing -> assertThat(missing.role())
                        .isEqualTo(FileRole.GRAPH));
        try (Project found = Project.load(saved, Loading.usual().withFound(FileRole.GRAPH, elsewhere))) {
            assertThat(((ModelSource.Joined) found.source()).graph()).isEqualTo(elsewhere);
        }
        Files.copy(Mnist.SAMPLES.resolve("lenet-300-100.onnx"), graph);
        assertThatThrownBy(() -> Project.load(saved))
                .isInstanceOfSatisfying(ChangedFileException.class, changed -> assertThat(changed.role())
                        .isEqualTo(FileRole.GRAPH));
        // taken as it is, it turns out that the pairs do not fit it
        assertThatThrownBy(() -> Project.load(saved, Loading.usual().accepting(FileRole.GRAPH)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("cannot be joined");
    }

    @Test
    void weightsThatChangedAreSaid() throws IOException {
        save(joined());
        byte[] bytes = Files.readAllBytes(weights);
        // a byte of the numbers of fc1.weight, far from the entries' headers
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);
        assertThatThrownBy(() -> Project.load(saved))
                .isInstanceOfSatisfying(ChangedFileException.class, changed -> assertThat(changed.role())
                        .isEqualTo(FileRole.MODEL));
    }

    @Test
    void everyWordOfTheFileIsReadBack() throws IOException {
        SavedNetwork network = new SavedNetwork.Graph(
                new SavedPath(Optional.of("g.onnx"), "/abs/g.onnx"),
                "12".repeat(32),
                List.of(new JoinedPair("a \"b\"", "c → d", List.of(3, 2, 0, 1)), new JoinedPair("e", "f")));
        assertThat(readBack(network)).isEqualTo(network);
        for (ActivationFunction function : ActivationFunction.values()) {
            SavedNetwork layers = new SavedNetwork.Stack(
                    new DenseStack(List.of(new DenseStep("w", Optional.empty(), true, function))));
            assertThat(readBack(layers)).isEqualTo(layers);
        }
        assertThat(readBack(new SavedNetwork.None())).isEqualTo(new SavedNetwork.None());
        assertThat(readBack(new SavedNetwork.Own())).isEqualTo(new SavedNetwork.Own());
    }

    private SavedNetwork readBack(SavedNetwork network) throws IOException {
        SavedWork all = SavedWorks.everything();
        SavedWork work = new SavedWork(
                all.model(),
                all.modelDigest(),
                network,
                all.data(),
                all.reserved(),
                all.calibration(),
                all.config(),
                all.variants(),
                all.results(),
                all.training(),
                all.sitting());
        ProjectFile.write(saved, work);
        return ProjectFile.read(saved).network();
    }

    /** As the format is laid down: what this version writes, later ones must read. */
    @Test
    void joinedProjectsAreReadAsTheFormatSays() throws IOException {
        String json = """
            {"network": {"kind": "graph",
              "graph": {"relative": "g.onnx", "absolute": "/abs/g.onnx", "sha256": "ab"},
              "pairs": [{"initializer": "w", "tensor": "fc.weight", "axes": [1, 0]}]}}
            """;
        assertThat(read(json))
                .isEqualTo(new SavedNetwork.Graph(
                        new SavedPath(Optional.of("g.onnx"), "/abs/g.onnx"),
                        "ab",
                        List.of(new JoinedPair("w", "fc.weight", List.of(1, 0)))));
        String stack = """
            {"network": {"kind": "stack",
              "layers": [{"weight": "a", "bias": "b", "transposed": false, "after": "leaky_relu"},
                         {"weight": "c", "transposed": true, "after": "none"}]}}
            """;
        assertThat(read(stack))
                .isEqualTo(new SavedNetwork.Stack(new DenseStack(List.of(
                        new DenseStep("a", Optional.of("b"), false, ActivationFunction.LEAKY_RELU),
                        new DenseStep("c", Optional.empty(), true, ActivationFunction.NONE)))));
        assertThat(read("{}")).isEqualTo(new SavedNetwork.Own());
        assertThatThrownBy(() -> read("{\"network\": {\"kind\": \"magic\"}}"))
                .hasMessageContaining("none, graph and stack");
        assertThatThrownBy(() -> read(stack.replace("leaky_relu", "swish"))).hasMessageContaining("leaky_relu");
        assertThatThrownBy(() -> read(json.replace("[1, 0]", "[-1]"))).isInstanceOf(InvalidFileException.class);
    }

    private SavedNetwork read(String json) throws IOException {
        return SavedNetwork.read(JsonField.parse(saved, json.getBytes(UTF_8)));
    }
}
