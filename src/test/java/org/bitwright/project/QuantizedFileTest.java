package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.export.ExportTarget;
import org.bitwright.model.DataSource;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is quantized already opens with its own choices, which can be edited, saved and exported again. */
class QuantizedFileTest {
    private static final Path LENET = Path.of("sample-models", "lenet5.onnx");
    private static final Path IMAGES = Path.of("sample-models", "mnist", "t10k-images-idx3-ubyte.gz");
    private static final CancelToken NEVER = CancelToken.none();

    @TempDir
    private Path folder;

    private static DataSource data() {
        return new DataSource(IMAGES, Optional.empty(), Preprocessing.scaled(1 / 255f), OptionalInt.of(200));
    }

    /** Weights of 4 bits a channel, and what an export of them measures. */
    private Path exported(boolean activations) throws IOException, InferenceException {
        Path file = folder.resolve("quantized.onnx");
        try (Project project = Project.create(LENET)) {
            TensorConfig four = TensorConfig.of(
                    NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
            List<String> layers =
                    project.model().layers().stream().map(Layer::name).toList();
            QuantConfig config = project.config().edit(layers, layer -> four);
            if (activations) {
                ActivationConfig eight =
                        ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax());
                config = config.editActivations(List.of("input", "/Relu_output_0", "/Relu_3_output_0"), edge -> eight);
            }
            project.edit("4 bits", config);
            project.dataSets().use(data());
            project.dataSets().useForCalibration(data());
            project.exporting().export(ExportTarget.QDQ, file, new Progress(), NEVER);
        }
        return file;
    }

    @Test
    void itsChoicesAreTheConfiguration() throws IOException, InferenceException {
        Path file = exported(true);
        byte[] before = Files.readAllBytes(file);
        try (Project project = Project.create(file)) {
            assertThat(project.isFromQuantizedFile()).isTrue();
            assertThat(project.isModified()).isFalse();
            assertThat(project.config().layers().values())
                    .hasSize(5)
                    .allMatch(choice -> choice.format().equals(NumberFormat.uniform(4, Scheme.ASYMMETRIC)))
                    .allMatch(TensorConfig::isHandMade);
            assertThat(project.config().activations()).containsKeys("input", "/Relu_output_0", "/Relu_3_output_0");
            assertThat(project.config().needsStatistics()).isTrue();
            assertThat(project.problems(new Progress(), NEVER))
                    .filteredOn(problem -> problem.kind() == Problem.Kind.QUANTIZED_FILE)
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.arguments()).containsExactly("5", "" + activations(project)));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private static int activations(Project project) {
        return project.config().activations().size();
    }

    @Test
    void quantizingItAgainChangesNoNumber() throws IOException, InferenceException {
        try (Project project = Project.create(exported(false))) {
            project.dataSets().use(data());
            for (Layer layer : project.model().layers()) {
                TensorConfig choice = project.config().of(layer.name());
                assertThat(project.layers()
                                .quantized(layer.name(), choice, NEVER)
                                .error()
                                .maxError())
                        .isZero();
            }
            assertThat(project.measuring()
                            .measure(project.config(), new Progress(), NEVER)
                            .agreement())
                    .isEqualTo(1);
        }
    }

    @Test
    void editsAreSavedWithTheFileThatTheyBelongTo() throws IOException, InferenceException {
        Path file = exported(true);
        Path saved = folder.resolve("work.bitwright");
        QuantConfig edited;
        try (Project project = Project.create(file)) {
            String first = project.model().layers().get(0).name();
            edited = project.config()
                    .with(first, project.config().of(first).withFormat(NumberFormat.uniform(8, Scheme.SYMMETRIC)));
            project.edit("8 bits", edited);
            assertThat(project.isModified()).isTrue();
            project.save(saved);
        }
        try (Project project = Project.load(saved)) {
            assertThat(project.config()).isEqualTo(edited);
            assertThat(project.isFromQuantizedFile()).isTrue();
            assertThat(project.isModified()).isFalse();
            assertThat(project.model().path()).isEqualTo(file);
        }
    }

    @Test
    void whatContradictsItselfIsRefusedInAUsersWords() throws IOException {
        Path file = OnnxModels.opset(13)
                .input("x", -1, 2)
                .raw("w_quantized", ElementType.INT8, new byte[] {1, 2, 3, 4}, 2, 2)
                .weight("s", 3)
                .node("DequantizeLinear", "dq", "w_quantized s", "w", "axis=0")
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 2)
                .write(folder.resolve("broken.onnx"));
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> Project.create(file))
                .withMessageStartingWith("broken.onnx, operator 'dq' (DequantizeLinear): its scale is 3, but");
    }
}
