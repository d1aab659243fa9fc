package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.project.Problem.Kind;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a project that lie elsewhere, or are not what they were, and what becomes of the work then. */
class MovedFilesTest {
    private static final Path DIGITS = Mnist.SAMPLES.resolve("mnist/calibration-images-idx3-ubyte.gz");
    private static final Path DIGIT_LABELS = Mnist.SAMPLES.resolve("mnist/calibration-labels-idx1-ubyte.gz");
    private static final Path CLOTHES = Mnist.SAMPLES.resolve("fashion-mnist/calibration-images-idx3-ubyte.gz");

    @TempDir
    private Path folder;

    private Path file;
    private Path model;
    private Path images;
    private Path labels;

    /** A project with data and one measurement, each file in a folder of its own. */
    private void saveProject() throws IOException {
        model = copied(Mnist.LENET, "models/m.onnx");
        images = copied(DIGITS, "data/x-images-idx3-ubyte.gz");
        labels = copied(DIGIT_LABELS, "data/x-labels-idx1-ubyte.gz");
        file = Files.createDirectories(folder.resolve("work")).resolve("work.bitwright");
        try (Project project = Project.create(model)) {
            project.dataSets().use(
                    new DataSource(images, Optional.of(labels), Preprocessing.scaled(1 / 255f), OptionalInt.of(50)));
            project.results().measurements().put(project.config(), measured());
            project.save(file);
        }
    }

    private static Measurement measured() {
        return new Measurement(
                Optional.of(new Accuracy(49, 50)),
                1,
                OptionalDouble.of(30),
                OptionalDouble.of(1),
                OptionalDouble.of(1),
                50,
                44_000,
                0.1,
                Optional.empty());
    }

    private Path copied(Path from, String to) throws IOException {
        Path target = folder.resolve(to);
        Files.createDirectories(target.getParent());
        return Files.copy(from, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Kind> notes(Project project) {
        return project.saving().loadNotes().stream().map(Problem::kind).toList();
    }

    @Test
    void filesOfTheSameNameBesideTheProjectAreFoundByTheirDigest() throws Exception {
        saveProject();
        for (Path moved : List.of(model, images, labels)) {
            Files.move(moved, file.resolveSibling(moved.getFileName()));
        }
        try (Project project = Project.load(file)) {
            assertThat(project.model().path()).isEqualTo(file.resolveSibling("m.onnx"));
            assertThat(project.dataSets().evaluation().orElseThrow().size()).isEqualTo(50);
            assertThat(project.measuring().measured(project.config())).isPresent();
            assertThat(project.isModified()).isFalse();
        }
    }

    @Test
    void anotherFileOfTheSameNameIsPassedOverForTheRightOne() throws Exception {
        saveProject();
        Path elsewhere = folder.resolve("elsewhere/deep/work.bitwright");
        Files.createDirectories(elsewhere.getParent());
        Files.move(file, elsewhere);
        // The relative path leads to another network, the absolute one to the right one.
        copied(Mnist.SAMPLES.resolve("simple-model.onnx"), "elsewhere/models/m.onnx");
        try (Project project = Project.load(elsewhere)) {
            assertThat(project.model().path()).isEqualTo(model);
        }
    }

    @Test
    void missingFilesAreAskedForOneByOneAndTakenWhereTheyAre() throws Exception {
        saveProject();
        Path hidden = Files.createDirectories(folder.resolve("hidden"));
        for (Path moved : List.of(model, images, labels)) {
            Files.move(moved, hidden.resolve("other-" + moved.getFileName()));
        }
        Loading loading = Loading.usual();
        for (Map.Entry<FileRole, Path> asked : List.of(
                Map.entry(FileRole.MODEL, model),
                Map.entry(FileRole.EVALUATION, images),
                Map.entry(FileRole.EVALUATION_LABELS, labels))) {
            Loading now = loading;
            MissingFileException missing =
                    catchThrowableOfType(MissingFileException.class, () -> Project.load(file, now));
            assertThat(missing.role()).isEqualTo(asked.getKey());
            assertThat(missing.lastKnown()).isEqualTo(asked.getValue().toString());
            assertThat(missing).hasMessageContaining(asked.getValue().toString());
            loading = loading.withFound(
                    missing.role(), hidden.resolve("other-" + asked.getValue().getFileName()));
        }
        try (Project project = Project.load(file, loading)) {
            assertThat(project.measuring().measured(project.config())).isPresent();
            assertThat(project.isModified())
                    .as("it does not know these places yet")
                    .isTrue();
            project.save(file);
        }
        Project.load(file).close();
    }

    @Test
    void changedModelIsTakenWithTheChoicesThatFitAndWithoutWhatWasMeasured() throws Exception {
        Path net = folder.resolve("net.onnx");
        network(net, new float[] {1, 2, 3, 4}, 2, 2);
        file = folder.resolve("net.bitwright");
        TensorConfig four = Preset.INT4_CHANNEL_MSE.config();
        try (Project project = Project.create(net)) {
            WeightOverlay overlay =
                    WeightOverlay.of("test", Map.of("w2", new float[] {1, 1}), Map.of("w2", new float[] {1, 1}));
            project.edit(
                    "choices",
                    QuantConfig.empty()
                            .with("one", four)
                            .with(
                                    "two",
                                    TensorConfig.of(
                                                    NumberFormat.uniform(8, Scheme.SYMMETRIC),
                                                    four.granularity(),
                                                    four.calibrator())
                                            .withOverlay(Optional.of(overlay)))
                            .with("three", four));
            project.variants().add("kept", project.config());
            project.save(file);
        }
        // Other weights, and layer three is gone.
        network(net, new float[] {4, 3, 2, 1}, 2, 2, "three");
        ChangedFileException changed = catchThrowableOfType(ChangedFileException.class, () -> Project.load(file));
        assertThat(changed.role()).isEqualTo(FileRole.MODEL);
        assertThat(changed.changed()).isEqualTo(net);
        assertThat(changed.canBeAccepted()).isTrue();
        try (Project project = Project.load(file, Loading.usual().accepting(FileRole.MODEL))) {
            assertThat(project.config().layers()).containsOnlyKeys("one", "two");
            assertThat(project.config().of("one")).isEqualTo(four);
            assertThat(project.config().of("two").overlay()).isEmpty();
            assertThat(project.config().of("two").rounding()).isEqualTo(Rounding.HALF_EVEN);
            assertThat(project.variants().all()).extracting(Variant::config).containsExactly(project.config());
            assertThat(notes(project))
                    .containsExactly(Kind.CHANGED_MODEL, Kind.CHOICES_DROPPED, Kind.WEIGHT_CHANGES_DROPPED);
            assertThat(project.saving().loadNotes().get(1))
                    .hasToString(
                            "the choices of 1 layers and activations were dropped, since the model has them no more, or in"
                                    + " another size: three");
            assertThat(project.problems(new Progress(), CancelToken.none()))
                    .containsAll(project.saving().loadNotes());
            assertThat(project.isModified()).isTrue();
            project.save(file);
        }
        try (Project project = Project.load(file)) {
            assertThat(project.saving().loadNotes()).isEmpty();
        }
    }

    /** Two or three layers, one after the other. */
    private static void network(Path to, float[] first, int rows, int columns, String... without) throws IOException {
        OnnxModels network = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w1", first, rows, columns)
                .node("MatMul", "one", "x w1", "a")
                .weight("w2", new float[] {0.5f, -0.5f}, 2, 1)
                .node("MatMul", "two", "a w2", "b");
        if (List.of(without).contains("three")) {
            network.output("b", -1, 1).write(to);
        } else {
            network.weight("w3", new float[] {1, 2}, 1, 2)
                    .node("MatMul", "three", "b w3", "c")
                    .output("c", -1, 2)
                    .write(to);
        }
    }

    @Test
    void changedDataAreTakenWithoutTheResultsOfTheOldOnes() throws Exception {
        saveProject();
        Files.copy(CLOTHES, images, StandardCopyOption.REPLACE_EXISTING);
        ChangedFileException changed = catchThrowableOfType(ChangedFileException.class, () -> Project.load(file));
        assertThat(changed.role()).isEqualTo(FileRole.EVALUATION);
        assertThat(changed).hasMessageContaining("have changed since the project was saved");
        try (Project project = Project.load(file, Loading.usual().accepting(FileRole.EVALUATION))) {
            assertThat(project.dataSets().evaluation()).isPresent();
            assertThat(project.measuring().measured(project.config())).isEmpty();
            assertThat(notes(project)).containsExactly(Kind.CHANGED_DATA, Kind.RESULTS_DROPPED);
        }
    }

    @Test
    void dataThatCannotBeReadAnyMoreCanOnlyBeReplacedOrLeftOut() throws Exception {
        saveProject();
        Files.writeString(images, "no images");
        ChangedFileException changed = catchThrowableOfType(ChangedFileException.class, () -> Project.load(file));
        assertThat(changed.canBeAccepted()).isFalse();
        assertThatThrownBy(() -> Project.load(file, Loading.usual().accepting(FileRole.EVALUATION)))
                .isInstanceOf(ChangedFileException.class);
        try (Project project = Project.load(file, Loading.usual().without(FileRole.EVALUATION))) {
            assertThat(project.dataSets().evaluation()).isEmpty();
            assertThat(notes(project)).containsExactly(Kind.DATA_LEFT_OUT, Kind.RESULTS_DROPPED);
            assertThat(project.isModified()).isTrue();
        }
        try (Project project = Project.load(file, Loading.usual().withFound(FileRole.EVALUATION, DIGITS))) {
            assertThat(project.measuring().measured(project.config())).isPresent();
        }
    }

    @Test
    void labelsCanBeDoneWithout() throws Exception {
        saveProject();
        Files.delete(labels);
        assertThatThrownBy(() -> Project.load(file)).isInstanceOf(MissingFileException.class);
        try (Project project = Project.load(file, Loading.usual().without(FileRole.EVALUATION_LABELS))) {
            assertThat(project.dataSets().evaluation().orElseThrow().labels()).isEmpty();
            assertThat(notes(project)).containsExactly(Kind.LABELS_LEFT_OUT, Kind.RESULTS_DROPPED);
        }
    }

    @Test
    void modelCannotBeLeftOut() {
        assertThatThrownBy(() -> Loading.usual().without(FileRole.MODEL)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void layoutComesBackAndAloneIsNoUnsavedChange() throws Exception {
        saveProject();
        SavedLayout layout = new SavedLayout(Map.of("tab", "errors", "selected", "conv1\nfc2"));
        try (Project project = Project.load(file)) {
            assertThat(project.saving().layout()).isEqualTo(SavedLayout.none());
            project.saving().keepLayout(layout);
            assertThat(project.isModified()).isFalse();
            project.save(file);
        }
        try (Project project = Project.load(file)) {
            assertThat(project.saving().layout()).isEqualTo(layout);
        }
    }
}
