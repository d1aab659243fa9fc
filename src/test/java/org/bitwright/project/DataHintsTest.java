package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.npy;
import static org.bitwright.io.numpy.NpyFiles.npz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.project.Problem.Kind;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataHintsTest {
    private static final Path MODEL = Path.of("sample-models/lenet5.onnx");
    private static final Path IMAGES = Path.of("sample-models/mnist/t10k-images-idx3-ubyte.gz");
    private static final Path LABELS = Path.of("sample-models/mnist/t10k-labels-idx1-ubyte.gz");
    private static final int COUNT = 300;

    @TempDir
    Path folder;

    @Test
    void dataThatAreReadRightGiveNoHint() throws Exception {
        assertThat(hints(MODEL, source(IMAGES, Optional.of(LABELS), Preprocessing.scaled(1 / 255f))))
                .isEmpty();
    }

    @Test
    void aWrongMeanIsNamedWithWhatIsBetter() throws Exception {
        DataSource wrong = source(IMAGES, Optional.of(LABELS), new Preprocessing(1 / 255f, List.of(5f), List.of(0.1f)));

        DataHint hint = only(hints(MODEL, wrong));

        assertThat(hint.problem().kind()).isEqualTo(Kind.OTHER_SCALING);
        assertThat(hint.problem().arguments()).endsWith("1/255", "0", "1");
        assertThat(hint.remedy()).contains(wrong.withPreprocessing(Preprocessing.scaled(1 / 255f)));
    }

    @Test
    void invertedImagesAreNoticed() throws Exception {
        DataHint hint = only(hints(MODEL, changed((pixels, labels) -> {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (255 - (pixels[i] & 0xFF));
            }
        })));

        assertThat(hint.problem().kind()).isEqualTo(Kind.OTHER_SCALING);
        assertThat(hint.problem().arguments()).endsWith("-1/255", "-1", "1");
    }

    @Test
    void transposedImagesAreNoticed() throws Exception {
        DataHint hint = only(hints(MODEL, changed((pixels, labels) -> {
            byte[] before = pixels.clone();
            for (int i = 0; i < pixels.length; i++) {
                int image = i / 784 * 784;
                pixels[i] = before[image + i % 28 * 28 + i % 784 / 28];
            }
        })));

        assertThat(hint.problem().kind()).isEqualTo(Kind.IMAGES_TRANSPOSED);
        assertThat(hint.remedy()).isEmpty();
    }

    @Test
    void labelsThatCountFromOneAreNoticed() throws Exception {
        DataHint hint = only(hints(MODEL, changed((pixels, labels) -> {
            for (int i = 0; i < labels.length; i++) {
                labels[i]++;
            }
        })));

        assertThat(hint.problem().kind()).isEqualTo(Kind.LABELS_FROM_ONE);
    }

    @Test
    void labelsThatHaveNothingToDoWithTheImagesAreNearChance() throws Exception {
        DataHint hint = only(hints(MODEL, changed((pixels, labels) -> {
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) (i * 7 % 10);
            }
        })));

        assertThat(hint.problem().kind()).isEqualTo(Kind.NEAR_CHANCE);
        assertThat(hint.problem().arguments()).contains("256", "10.0 %");
    }

    /** The network answers with the channel that is greatest; the images are stored blue first. */
    @Test
    void channelsInTheOtherOrderAreNoticed() throws Exception {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 3, 2, 2)
                .node("GlobalAveragePool", "", "x", "p")
                .node("Flatten", "", "p", "y")
                .output("y", -1, 3)
                .write(folder.resolve("channels.onnx"));
        byte[] pixels = new byte[90 * 12];
        byte[] labels = new byte[90];
        for (int i = 0; i < 90; i++) {
            labels[i] = (byte) (i % 3);
            for (int pixel = 0; pixel < 4; pixel++) {
                pixels[i * 12 + (2 - i % 3) * 4 + pixel] = 100;
            }
        }

        DataHint hint = only(hints(model, source(npzOf(pixels, labels, "(90, 3, 2, 2)"))));

        assertThat(hint.problem().kind()).isEqualTo(Kind.CHANNELS_REVERSED);
    }

    @Test
    void hintsAreListedAmongTheProblemsUntilTheDataAreReplaced() throws Exception {
        try (Project project = Project.create(MODEL)) {
            project.dataSets().use(
                    source(IMAGES, Optional.of(LABELS), new Preprocessing(1 / 255f, List.of(5f), List.of(0.1f))));
            DataHint hint = only(project.dataSets().hints(new Progress(), CancelToken.none()));
            assertThat(project.problems(new Progress(), CancelToken.none())).contains(hint.problem());

            project.dataSets().use(hint.remedy().orElseThrow());
            assertThat(project.dataSets().hints(new Progress(), CancelToken.none())).isEmpty();
            assertThat(project.problems(new Progress(), CancelToken.none())).doesNotContain(hint.problem());
        }
    }

    /** Of ten classes: an interval that includes 10 %, or fewer than 20 %. */
    @Test
    void nearChanceIsWhereGuessingMightBeAsGood() {
        assertThat(DataHints.isNearChance(new Accuracy(30, 256), 10)).isTrue();
        assertThat(DataHints.isNearChance(new Accuracy(50, 256), 10)).isTrue();
        assertThat(DataHints.isNearChance(new Accuracy(60, 256), 10)).isFalse();
        assertThat(DataHints.isNearChance(new Accuracy(140, 256), 2)).isTrue();
        assertThat(DataHints.isNearChance(new Accuracy(200, 256), 2)).isFalse();
        assertThat(DataHints.isNearChance(new Accuracy(3, 256), 1000)).isFalse();
    }

    private interface Change {
        void apply(byte[] pixels, byte[] labels);
    }

    private DataSource changed(Change change) throws Exception {
        Dataset data = DatasetReader.read(IMAGES, Optional.of(LABELS));
        float[] values = new float[COUNT * 784];
        data.read(0, COUNT, values, 0);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) values[i];
        }
        byte[] labels = new byte[COUNT];
        for (int i = 0; i < COUNT; i++) {
            labels[i] = (byte) data.labels().orElseThrow()[i];
        }
        change.apply(pixels, labels);
        return source(npzOf(pixels, labels, "(" + COUNT + ", 1, 28, 28)"));
    }

    private Path npzOf(byte[] pixels, byte[] labels, String shape) throws Exception {
        Map<String, byte[]> arrays = Map.of(
                "x", npy(header("|u1", false, shape), pixels),
                "y", npy(header("|u1", false, "(" + labels.length + ",)"), labels));
        return Files.write(folder.resolve("data.npz"), npz(arrays));
    }

    private static DataSource source(Path npz) {
        return source(npz, Optional.of(npz), Preprocessing.scaled(1 / 255f));
    }

    private static DataSource source(Path samples, Optional<Path> labels, Preprocessing preprocessing) {
        return new DataSource(samples, labels, preprocessing, OptionalInt.of(COUNT));
    }

    private static List<DataHint> hints(Path model, DataSource source) throws Exception {
        try (Project project = Project.create(model)) {
            project.dataSets().use(source);
            return project.dataSets().hints(new Progress(), CancelToken.none());
        }
    }

    private static DataHint only(List<DataHint> hints) {
        assertThat(hints).hasSize(1);
        return hints.get(0);
    }
}
