package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFileTest {
    @TempDir
    private Path folder;

    private static SavedWork everything() {
        TensorConfig byHand = TensorConfig.of(
                        NumberFormat.uniform(5, Scheme.ASYMMETRIC), Granularity.CHANNEL, Calibrator.percentile(99.9))
                .withManual(0, ManualGrid.ofRange(new Range(-0.1f, 0.3f)))
                .withManual(3, ManualGrid.ofGrid(new UniformGrid(0.7f / 31, 4, 0, 31)));
        QuantConfig config = QuantConfig.empty()
                .with("conv \"1\" → x", byHand)
                .with("fc", Preset.BINARY.config())
                .with("float", TensorConfig.unquantized());
        SweepSeries series = new SweepSeries(Granularity.TENSOR, Calibrator.mse(), Scheme.NARROW);
        SweepPlan plan = new SweepPlan(List.of(series), List.of(1, 16), List.of("fc"), config);
        SweepResult sweep = new SweepResult(
                plan,
                new Accuracy(97, 100),
                List.of(new SweepPoint(1, series, new Accuracy(11, 100), 1234, 0.5, true)),
                Double.NaN);
        Measurement labelled = new Measurement(
                Optional.of(new Accuracy(96, 100)),
                0.97,
                OptionalDouble.of(31.4),
                OptionalDouble.of(0.99),
                100,
                77,
                2.5);
        Measurement unlabelled = new Measurement(
                Optional.empty(), 1, OptionalDouble.of(Double.POSITIVE_INFINITY), OptionalDouble.empty(), 100, 99, 1);
        Preprocessing preprocessing = new Preprocessing(1 / 255f, List.of(0.1f), List.of(0.2f));
        SavedPath data = new SavedPath(Optional.of("data/x.gz"), "/abs/data/x.gz");
        return new SavedWork(
                new SavedPath(Optional.of("m.onnx"), "/abs/m.onnx"),
                "ab".repeat(32),
                Optional.of(
                        new SavedData(data, Optional.of(data), "cd".repeat(32), preprocessing, OptionalInt.of(100))),
                10,
                Optional.of(new SavedData(data, Optional.empty(), "ef".repeat(32), preprocessing, OptionalInt.empty())),
                config,
                Map.of(config, labelled, QuantConfig.empty(), unlabelled),
                Optional.of(sweep));
    }

    @Test
    void everythingComesBackAsItWas() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        assertThat(ProjectFile.read(file)).isEqualTo(everything());
    }

    @Test
    void oneOlderCopyIsKept() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] first = Files.readAllBytes(file);
        SavedWork later = everything();
        ProjectFile.write(
                file,
                new SavedWork(
                        later.model(),
                        later.modelDigest(),
                        later.data(),
                        0,
                        later.calibration(),
                        QuantConfig.empty(),
                        Map.of(),
                        Optional.empty()));
        assertThat(folder.resolve("a.bitwright.bak")).hasBinaryContent(first);
        assertThat(ProjectFile.read(file).config()).isEqualTo(QuantConfig.empty());
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("a.bitwright"));
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void newerVersionIsRefusedPolitely() throws IOException {
        assertThatThrownBy(() ->
                        ProjectFile.read(zipped("project.json", "{\"format\": \"bitwright-project\", \"version\": 2}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("newer Bitwright")
                .hasMessageContaining("please update");
    }

    @Test
    void otherFilesAreRefusedByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.bitwright"), "hello");
        assertThatThrownBy(() -> ProjectFile.read(text))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("text.bitwright");
        Path empty = Files.createFile(folder.resolve("empty.bitwright"));
        assertThatThrownBy(() -> ProjectFile.read(empty)).isInstanceOf(InvalidFileException.class);
        assertThatThrownBy(() -> ProjectFile.read(folder))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("folder");
        assertThatThrownBy(() -> ProjectFile.read(folder.resolve("none.bitwright")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> ProjectFile.read(zipped("other.json", "{}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no project");
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", "{\"format\": \"x\"}")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no project");
    }

    @Test
    void cutOffFileIsRefused() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {1, 21, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ProjectFile.read(file)).isInstanceOf(InvalidFileException.class);
        }
    }

    @Test
    void flippedBytesNeverGetThroughSilently() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 30; at < bytes.length; at += 7) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            try {
                assertThat(ProjectFile.read(file)).isEqualTo(everything());
            } catch (InvalidFileException expected) {
                assertThat(expected).hasMessageStartingWith("a.bitwright");
            }
        }
    }

    @Test
    void wrongFieldIsNamedByItsPlace() throws IOException {
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, everything());
        String json = everything().json().toString().replace("\"bits\":5", "\"bits\":99");
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", json)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("configuration[0].bits")
                .hasMessageContaining("99");
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        String json =
                "{\"format\": \"bitwright-project\", \"version\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> ProjectFile.read(zipped("project.json", json)))
                .isInstanceOf(InvalidFileException.class);
    }

    private Path zipped(String entry, String content) throws IOException {
        Path file = folder.resolve("zipped.bitwright");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
