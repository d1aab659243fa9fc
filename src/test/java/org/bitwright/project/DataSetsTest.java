package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.bitwright.io.image.ImageFiles.plain;
import static org.bitwright.io.image.ImageFiles.write;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.longs;
import static org.bitwright.io.numpy.NpyFiles.npy;
import static org.bitwright.io.numpy.NpyFiles.npz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Binding;
import org.bitwright.model.DataSource;
import org.bitwright.model.ElementType;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.ImageSettings.ChannelOrder;
import org.bitwright.model.ImageSettings.Fit;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of every kind, from their files to a measurement, and back from a project file. */
class DataSetsTest {
    private static final Preprocessing BYTES = Preprocessing.scaled(1 / 255f);

    @TempDir
    Path folder;

    /** The network answers with the channel that is greatest. */
    private Path channelNetwork(long... extents) throws IOException {
        return OnnxModels.opset(13)
                .input("x", extents)
                .node("GlobalAveragePool", "", "x", "p")
                .node("Flatten", "", "p", "f")
                .weight("w", new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3)
                .node("MatMul", "fc", "f w", "y")
                .output("y", -1, 3)
                .write(folder.resolve("channels.onnx"));
    }

    private Path images() {
        int[] colours = {0xFF0000, 0x00FF00, 0x0000FF};
        for (int i = 0; i < 9; i++) {
            String place = List.of("a-red", "b-green", "c-blue").get(i % 3) + "/" + i + ".png";
            write(plain(5, 4, colours[i % 3]), "png", folder.resolve("images").resolve(place));
        }
        return folder.resolve("images");
    }

    @Test
    void imagesAreMeasuredSavedAndOpenedAgain() throws Exception {
        ImageSettings bgr = new ImageSettings(Fit.STRETCH, OptionalInt.of(7), ChannelOrder.BGR);
        DataSource source = source(images(), BYTES);
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(channelNetwork(-1, 3, 2, 2))) {
            project.dataSets().use(source);
            assertThat(topOne(project)).isEqualTo(1);

            project.dataSets().use(source.withImages(bgr));
            assertThat(project.measuring().measured(QuantConfig.empty()))
                    .as("of RGB images")
                    .isEmpty();
            assertThat(topOne(project)).isCloseTo(1 / 3.0, within(1e-12));
            project.save(file);
        }
        try (Project project = Project.load(file)) {
            assertThat(project.dataSets().evaluationSource().orElseThrow().images()).isEqualTo(bgr);
            assertThat(project.measuring().measured(QuantConfig.empty())).isPresent();
        }
    }

    @Test
    void axesThatAreToldOnceAreRemembered() throws Exception {
        DataSource source = source(images(), BYTES);
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(channelNetwork(-1, 3, -1, -1))) {
            assertThat(project.dataSets().fit(source).openAxes()).containsExactly("N2", "N3");
            assertThatThrownBy(() -> project.dataSets().use(source)).hasMessageContaining("tell the extents of its axes");
            DataSource told =
                    source.withPreprocessing(BYTES.withBinding(Binding.none().withAxes(Map.of("N2", 3, "N3", 3))));
            assertThat(project.dataSets().fit(told).misfit()).isEmpty();
            project.dataSets().use(told);
            assertThat(topOne(project)).isEqualTo(1);
            project.save(file);
        }
        try (Project project = Project.load(file)) {
            assertThat(project.dataSets().evaluation().orElseThrow().sampleShape()).isEqualTo(Shape.of(3, 3, 3));
        }
    }

    @Test
    void tablesAreMeasuredSavedAndOpenedAgain() throws Exception {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 2)
                .write(folder.resolve("table.onnx"));
        Path csv = Files.writeString(folder.resolve("t.csv"), "p;kind;q\n5;1;7\n3;0;2\n1;0;9\n");
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(model)) {
            project.dataSets().use(source(csv, Preprocessing.scaled(1)).withLabelColumn(Optional.of("kind")));
            assertThat(topOne(project)).isCloseTo(2 / 3.0, within(1e-12));
            project.save(file);
        }
        try (Project project = Project.load(file)) {
            assertThat(project.dataSets().evaluationSource().orElseThrow().labelColumn()).contains("kind");
            assertThat(topOne(project)).isCloseTo(2 / 3.0, within(1e-12));
        }
    }

    @Test
    void severalInputsAreMeasuredSavedAndOpenedAgain() throws Exception {
        Path model = OnnxModels.opset(13)
                .input("ids", ElementType.INT64, -1, -1)
                .input("mask", ElementType.INT64, -1, -1)
                .input("offset", -1, -1, 1)
                .weight("table", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .node("Gather", "embedding", "table ids", "h")
                .node("Add", "", "h offset", "y")
                .output("y", -1, -1, 2)
                .write(folder.resolve("tokens.onnx"));
        byte[] ids = npy(header("<i8", false, "(2, 2)"), longs(0, 1, 2, 0));
        byte[] mask = npy(header("<i8", false, "(2, 2)"), longs(1, 1, 1, 0));
        Path data = Files.write(folder.resolve("t.npz"), npz(Map.of("ids", ids, "mask", mask)));
        Binding binding = Binding.none().withConstants(Map.of("offset", 0.5)).withPooling(Optional.of("mask"));
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(model)) {
            DataSource source = source(data, Preprocessing.scaled(1));
            assertThat(project.dataSets().fit(source).missingInputs()).containsExactly("offset");
            project.dataSets().use(source.withPreprocessing(source.preprocessing().withBinding(binding)));
            Measurement measured = project.measuring().measure(QuantConfig.empty(), new Progress(), CancelToken.none());
            assertThat(measured.accuracy()).isEmpty();
            assertThat(measured.meanCosine()).hasValue(1);
            project.save(file);
        }
        try (Project project = Project.load(file)) {
            assertThat(project.dataSets().evaluationSource().orElseThrow().preprocessing().binding())
                    .isEqualTo(binding);
            assertThat(project.measuring().measured(QuantConfig.empty())).isPresent();
        }
    }

    @Test
    void aPreviewShowsWhatTheNetworkWillSee() throws Exception {
        Preprocessing normalized = new Preprocessing(1 / 255f, List.of(0.5f, 0.25f, 0f), List.of(0.5f, 1f, 2f));
        try (Project project = Project.create(channelNetwork(-1, 3, 1, 2))) {
            DataSource source = source(images(), normalized);
            DataPreview preview = DataPreview.of(project.model(), project.dataSets().read(source), normalized, 1);

            assertThat(preview.name().replace('\\', '/')).isEqualTo("b-green/1.png");
            assertThat(preview.label()).hasValue(1);
            assertThat(preview.className()).contains("b-green");
            DataPreview.Input input = preview.inputs().get(0);
            assertThat(input.shape()).isEqualTo(Shape.of(3, 1, 2));
            assertThat(input.values()).containsExactly(-1, -1, 0.75f, 0.75f, 0, 0);
            assertThat(input.min()).isEqualTo(-1);
            assertThat(input.max()).isEqualTo(0.75f);
            assertThat(input.mean()).isCloseTo(-0.25 / 3, within(1e-7));
            DataPreview.Image image = input.image().orElseThrow();
            assertThat(image.channels()).isEqualTo(3);
            assertThat(image.height()).isEqualTo(1);
            assertThat(image.width()).isEqualTo(2);
            assertThat(image.values()).containsExactly(new float[] {0, 0, 1, 1, 1 / 1.75f, 1 / 1.75f}, within(1e-6f));
        }
    }

    @Test
    void integersArePreviewedAsTheyAre() throws Exception {
        Path model = OnnxModels.opset(13)
                .input("ids", ElementType.INT64, -1, -1)
                .input("flag", ElementType.BOOL, -1)
                .weight("table", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .node("Gather", "embedding", "table ids", "y")
                .output("y", -1, -1, 2)
                .write(folder.resolve("tokens.onnx"));
        byte[] ids = npy(header("<i8", false, "(2, 3)"), longs(0, 1, 2, 0, 0, 1));
        byte[] flag = npy(header("|b1", false, "(2,)"), new byte[] {0, 1});
        Path data = Files.write(folder.resolve("t.npz"), npz(Map.of("ids", ids, "flag", flag)));
        try (Project project = Project.create(model)) {
            DataSource source = source(data, BYTES);
            DataPreview preview = DataPreview.of(project.model(), project.dataSets().read(source), BYTES, 1);

            assertThat(preview.inputs()).extracting(DataPreview.Input::name).containsExactly("ids", "flag");
            assertThat(preview.inputs().get(0).values()).containsExactly(0, 0, 1);
            assertThat(preview.inputs().get(1).values()).containsExactly(1);
            assertThat(preview.inputs().get(0).image()).isEmpty();
        }
    }

    private static double topOne(Project project) throws Exception {
        return project.measuring().measure(QuantConfig.empty(), new Progress(), CancelToken.none())
                .accuracy()
                .orElseThrow()
                .top1();
    }

    private static DataSource source(Path path, Preprocessing preprocessing) {
        return new DataSource(path, Optional.empty(), preprocessing, OptionalInt.empty());
    }
}
