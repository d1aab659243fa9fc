package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.DataSource;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedProjectTest {
    @TempDir
    private Path folder;

    private static Measurement measure(Project project, QuantConfig config) throws IOException, InferenceException {
        return project.measuring().measure(config, new Progress(), CancelToken.none());
    }

    @Test
    void savedProjectComesBackWithTheSameNumbers() throws IOException, InferenceException {
        Path file = folder.resolve("work.bitwright");
        QuantConfig config;
        Measurement measured;
        SweepResult sweep;
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(300));
            String first = project.model().layers().get(0).name();
            config = project.config()
                    .with(
                            first,
                            Preset.INT8_CHANNEL.config().withManual(2, ManualGrid.ofRange(new Range(-0.3f, 0.1f))));
            project.edit("by hand", config);
            assertThat(project.isModified()).isTrue();
            measured = measure(project, config);
            sweep = project.measuring()
                    .sweep(plan(2, 8), OptionalInt.of(200), point -> {}, new Progress(), CancelToken.none());
            project.save(file);
            assertThat(project.isModified()).isFalse();
            project.history().undo();
            assertThat(project.isModified()).isTrue();
            project.history().redo();
            assertThat(project.isModified()).isFalse();
        }
        try (Project again = Project.load(file)) {
            assertThat(again.config()).isEqualTo(config);
            assertThat(again.measuring().measured(config)).contains(measured);
            assertThat(again.measuring().lastSweep()).contains(sweep);
            assertThat(again.dataSets().evaluation().orElseThrow().size()).isEqualTo(300);
            assertThat(again.file()).contains(file);
            assertThat(again.isModified()).isFalse();
            Measurement anew = measure(again, config);
            assertThat(anew.accuracy()).isEqualTo(measured.accuracy());
            assertThat(anew.outputSqnrDb()).isEqualTo(measured.outputSqnrDb());
            assertThat(anew.bytes()).isEqualTo(measured.bytes());
        }
    }

    @Test
    void movedFolderIsFoundByItsRelativePaths() throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Files.copy(Mnist.LENET, before.resolve("m.onnx"));
        try (Project project = Project.create(before.resolve("m.onnx"))) {
            project.save(before.resolve("work.bitwright"));
        }
        Path after = folder.resolve("after");
        Files.move(before, after);
        try (Project again = Project.load(after.resolve("work.bitwright"))) {
            assertThat(again.model().path()).isEqualTo(after.toAbsolutePath().resolve("m.onnx"));
        }
    }

    @Test
    void movedProjectFileFindsItsModelByTheAbsolutePath() throws IOException {
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(Mnist.LENET)) {
            project.save(file);
        }
        Path moved = Files.createDirectories(folder.resolve("deep/er")).resolve("work.bitwright");
        Files.move(file, moved);
        try (Project again = Project.load(moved)) {
            assertThat(again.model().layers()).hasSize(5);
        }
    }

    @Test
    void changedModelIsRefusedWithWhatToDo() throws IOException {
        Path model = folder.resolve("m.onnx");
        Path file = folder.resolve("work.bitwright");
        Files.copy(Mnist.LENET, model);
        try (Project project = Project.create(model)) {
            project.save(file);
        }
        Files.delete(model);
        Files.copy(Mnist.SAMPLES.resolve("simple-model.onnx"), model);
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("has changed since the project was saved")
                .hasMessageContaining("restore that file");
        Files.delete(model);
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("put the file back");
    }

    @Test
    void changedDataAreRefused() throws IOException {
        Path images = folder.resolve("t10k-images-idx3-ubyte.gz");
        Path file = folder.resolve("work.bitwright");
        Files.copy(Mnist.SAMPLES.resolve("mnist/calibration-images-idx3-ubyte.gz"), images);
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets()
                    .use(new DataSource(images, Optional.empty(), Preprocessing.scaled(1 / 255f), OptionalInt.empty()));
            project.save(file);
        }
        Files.delete(images);
        Files.copy(Mnist.SAMPLES.resolve("fashion-mnist/calibration-images-idx3-ubyte.gz"), images);
        assertThatThrownBy(() -> Project.load(file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("data")
                .hasMessageContaining("have changed");
    }

    @Test
    void inputsAreNeverWrittenOver() throws IOException {
        Path model = folder.resolve("m.onnx");
        Files.copy(Mnist.LENET, model);
        byte[] before = Files.readAllBytes(model);
        try (Project project = Project.create(model)) {
            assertThatThrownBy(() -> project.save(model)).isInstanceOf(IOException.class);
        }
        assertThat(model).hasBinaryContent(before);
    }

    private static SweepPlan plan(Integer... bits) {
        SweepSeries series = new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
        return new SweepPlan(List.of(series), List.of(bits), List.of(), QuantConfig.empty());
    }
}
