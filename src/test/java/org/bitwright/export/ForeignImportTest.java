package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations of AIMET and TensorRT, put on a model. */
@ExtendWith(Tally.class)
class ForeignImportTest {
    private static final CancelToken NEVER = CancelToken.none();

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("f"), content.replace('\'', '"'));
    }

    private ConfigImport open(ExportSource onto, Path file) throws IOException {
        return ConfigFiles.onto(
                onto.document(), onto.layers(), next -> ActivationPlan.none(), onto.config(), file, NEVER);
    }

    private static ExportSource lenet() throws IOException {
        return ExportSources.of("lenet5.onnx", QuantConfig.empty());
    }

    private static List<Grid> grids(ExportSource source, QuantConfig config, String name) throws IOException {
        Layer layer = source.model().layer(name).orElseThrow();
        return source.layers().quantized(layer, config.of(name), NEVER).grids();
    }

    private static UniformGrid grid(ActivationConfig choice) {
        return choice.manual().orElseThrow().exact().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(AimetVersion.class)
    void whatWasWrittenComesBack(AimetVersion version) throws IOException {
        ExportSource source = ParameterSources.lenet();
        Path file = folder.resolve("e");
        new AimetExport(version).write(source, file, NEVER);
        QuantConfig read = open(source, file).config();
        List<String> layers = new ArrayList<>(List.of("conv1/Conv", "conv2/Conv"));
        if (version != AimetVersion.V0_6_1) {
            layers.add("fc1/Gemm");
        }
        for (String layer : layers) {
            assertThat(read.of(layer).isHandMade()).isTrue();
            assertThat(read.of(layer).granularity())
                    .isEqualTo(source.config().of(layer).granularity());
            assertThat(grids(source, read, layer)).isEqualTo(grids(source, source.config(), layer));
        }
        assertThat(read.of("fc3/Gemm").format().isQuantized()).isFalse();
        assertThat(grid(read.activation("input"))).isEqualTo(ParameterSources.INPUT);
        assertThat(grid(read.activation("/pool/MaxPool_output_0"))).isEqualTo(ParameterSources.RELU);
        assertThat(read.activations()).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = AimetVersion.class,
            names = {"V1_0_0", "V2_0_0"})
    void blocksOfAMatrixWithItsInputsFirst(AimetVersion version) throws IOException {
        Path model = ParameterSources.blocks(folder.resolve("m.onnx"));
        QuantConfig config =
                QuantConfig.empty().with("product", ParameterSources.choice(4, Scheme.SYMMETRIC, Granularity.group(2)));
        ExportSource source = ExportSources.of(model, config);
        Path file = folder.resolve("e");
        new AimetExport(version).write(source, file, NEVER);
        assertThat(grids(source, open(source, file).config(), "product")).isEqualTo(grids(source, config, "product"));
    }

    @Test
    void byHand() throws IOException {
        ConfigImport read = open(lenet(), file("""
                {'version': '1.0.0', 'activation_encodings': [
                  {'name': 'input', 'dtype': 'INT', 'enc_type': 'PER_TENSOR', 'bw': 8, 'is_sym': false,
                   'scale': [0.5], 'offset': [-10.0]},
                  {'name': 'nowhere', 'dtype': 'INT', 'enc_type': 'PER_TENSOR', 'bw': 8, 'is_sym': false,
                   'scale': [0.5], 'offset': [0]}],
                 'param_encodings': [
                  {'name': 'fc3.weight', 'dtype': 'INT', 'enc_type': 'PER_TENSOR', 'bw': 8, 'is_sym': true,
                   'scale': [0.25], 'offset': [-127]},
                  {'name': 'fc2.weight', 'dtype': 'FLOAT', 'enc_type': 'PER_TENSOR', 'bw': 16},
                  {'name': 'fc1.weight', 'dtype': 'INT', 'enc_type': 'PER_CHANNEL', 'bw': 8, 'is_sym': true,
                   'scale': [1, 2], 'offset': [-128, -128]},
                  {'name': 'conv1.weight', 'dtype': 'INT', 'enc_type': 'PER_TENSOR', 'bw': 8, 'is_sym': true,
                   'scale': [0], 'offset': [-128]},
                  {'name': 'fc3.bias', 'dtype': 'INT', 'enc_type': 'PER_TENSOR', 'bw': 32, 'is_sym': true,
                   'scale': [0.125], 'offset': [-2147483648]}]}
                """));
        assertThat(grid(read.config().activation("input"))).isEqualTo(new UniformGrid(0.5f, 10, 0, 255));
        TensorConfig fc3 = read.config().of("fc3/Gemm");
        assertThat(fc3.manual().get(0).exact()).contains(new UniformGrid(0.25f, 0, -127, 127));
        assertThat(ConfigNames.of(read.config().of("fc2/Gemm").format())).isEqualTo("fp16");
        assertThat(read.sameModel()).isFalse();
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .hasSize(6)
                .anyMatch(text -> text.contains("'nowhere'"))
                .anyMatch(text -> text.contains("'fc1.weight'") && text.contains("2 scales for 120 channels"))
                .anyMatch(text -> text.contains("'conv1.weight'") && text.contains("scale is positive"))
                .anyMatch(text -> text.contains("'conv2/Conv'") && text.contains("stays float"));
    }

    @Test
    void channelsAlongAnotherAxisAreNotTaken() throws IOException {
        ConfigImport read = open(lenet(), file("""
                {'version': '2.0.0', 'encodings': [
                  {'name': 'conv2.weight', 'output_dtype': 'int8', 'axis': 1, 'y_scale': [1, 2, 3, 4, 5, 6]},
                  {'name': 'fc3.weight', 'output_dtype': 'uint4', 'y_scale': 0.5, 'y_zero_point': 7},
                  {'name': 'input', 'output_dtype': 'int8', 'y_scale': 0.5, 'y_zero_point': 200}]}
                """));
        assertThat(grids(lenet(), read.config(), "fc3/Gemm")).containsExactly(new UniformGrid(0.5f, 7, 0, 15));
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .anyMatch(text -> text.contains("'conv2.weight'") && text.contains("axis 0, in the file along 1"))
                .anyMatch(text -> text.contains("'input'") && text.contains("beyond its 8-bit codes"));
    }

    @Test
    void calibrationCacheSetsActivationsAlone() throws IOException {
        QuantConfig config = QuantConfig.empty()
                .withTarget(TargetProfile.TENSORRT)
                .with("fc1/Gemm", ParameterSources.choice(8, Scheme.SYMMETRIC, Granularity.CHANNEL));
        ExportSource source = ExportSources.of("lenet5.onnx", config);
        ConfigImport read = open(
                source,
                file(
                        "TRT-8501-EntropyCalibration2\ninput: 3c010a14\n/Relu_output_0: 3d000000\n(Unnamed Layer* 3): 3f\n"));
        // As Python's struct.unpack('>f', …) tells it.
        assertThat(grid(read.config().activation("input")))
                .isEqualTo(new UniformGrid(0.00787593796849251f, 0, -128, 127));
        assertThat(grid(read.config().activation("/Relu_output_0"))).isEqualTo(ParameterSources.RELU);
        assertThat(read.config().layers()).isEqualTo(config.layers());
        assertThat(read.config().target()).isEqualTo(TargetProfile.TENSORRT);
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .hasSize(1)
                .allMatch(text -> text.contains("(Unnamed Layer* 3)"));
    }

    @Test
    void cacheThatWasWrittenComesBack() throws IOException {
        Path file = folder.resolve("t");
        new TensorRtExport().write(ParameterSources.lenet(), file, NEVER);
        Map<String, ActivationConfig> read = open(lenet(), file).config().activations();
        assertThat(read).hasSize(2);
        assertThat(grid(read.get("/pool/MaxPool_output_0"))).isEqualTo(ParameterSources.RELU);
    }

    @Test
    void ourOwnConfigurationIsOpenedToo() throws IOException {
        ExportSource source = ParameterSources.lenet();
        Path file = folder.resolve("c.json");
        new ConfigExport().write(source, file, NEVER);
        ConfigImport read = open(source, file);
        assertThat(read.sameModel()).isTrue();
        assertThat(read.config().layers()).containsAllEntriesOf(source.config().layers());
        assertThat(ConfigFiles.preprocessing(file)).isEqualTo(source.preprocessing());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5.0", "1.1.0", "3.0.0"})
    void unknownVersionsAreRefused(String version) throws IOException {
        Path file = file("{'version': '" + version + "', 'param_encodings': {}}");
        assertThatThrownBy(() -> open(lenet(), file))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(version)
                .hasMessageContaining("0.6.1, 1.0.0, 2.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'param_encodings': {}}",
                "{'version': 2, 'encodings': []}",
                "{'version': '2.0.0', 'param_encodings': []}",
                "{'version': '0.6.1', 'param_encodings': {'a': []}}",
                "{'version': '0.6.1', 'param_encodings': {'a': [{'bitwidth': 8, 'scale': 'x', 'offset': 0}]}}",
                "{'version': '0.6.1', 'param_encodings': {'a': [{'bitwidth': 8, 'scale': 1e99, 'offset': 0}]}}",
                "{'version': '0.6.1', 'param_encodings': {'a': [{'bitwidth': 8, 'scale': NaN, 'offset': 0}]}}",
                "{'version': '0.6.1', 'param_encodings': {'a': [{'bitwidth': 8, 'scale': 1, 'offset': 0.5}]}}",
                "{'version': '0.6.1', 'param_encodings': {'a': [{'bitwidth': 9999999999, 'scale': 1, 'offset': 0}]}}",
                "{'version': '1.0.0', 'param_encodings': [{'name': 'a', 'bw': 8, 'enc_type': 'LPBQ'}]}",
                "{'version': '1.0.0', 'param_encodings': [{'name': 'a', 'bw': 8, 'enc_type': 'PER_BLOCK',"
                        + " 'is_sym': true, 'block_size': 0, 'scale': [1], 'offset': [1]}]}",
                "{'version': '1.0.0', 'param_encodings': [{'name': 'a', 'bw': 8, 'enc_type': 'PER_TENSOR',"
                        + " 'is_sym': true, 'scale': [1, 2], 'offset': [1]}]}",
                "{'version': '2.0.0', 'encodings': [{'name': 'a', 'output_dtype': 'string8', 'y_scale': 1}]}",
                "{'version': '2.0.0', 'encodings': [{'name': 'a', 'output_dtype': 'int', 'y_scale': 1}]}",
                "{'version': '2.0.0', 'encodings': [{'name': 'a', 'output_dtype': 'int999999999999', 'y_scale': 1}]}",
                "{'version': '2.0.0', 'encodings': [{'name': 'a', 'output_dtype': 'int8', 'y_scale': []}]}",
                "{'version': '2.0.0', 'encodings': [{'name': 'a', 'output_dtype': 'int8', 'y_scale': "
                        + "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}]}",
                "{'version': '2.0.0', 'encodings': [{'name': 'a', 'output_dtype': 'int8', 'y_scale': 1",
                "{'something': 1}",
                "TRT-8501-OtherCalibration\n",
                "TRT-8501-EntropyCalibration2\nno colon",
                "TRT-8501-EntropyCalibration2\na: 3c010a140",
                "TRT-8501-EntropyCalibration2\na: -1",
                "",
                "PK"
            })
    void brokenFilesAreRefused(String content) throws IOException {
        Path file = file(content);
        BadFile.refused("configurations", file, path -> open(lenet(), path));
    }

    /** Three bytes an object would become eighty. */
    @Test
    void jsonThatUnfoldsIntoTooMuchMemoryIsRefused() throws IOException {
        String many = "{}" + ",{}".repeat(3_000_000);
        Path file = file("{'version': '1.0.0', 'param_encodings': [" + many + "]}");
        BadFile.refused("configurations", file, path -> open(lenet(), path), "far more parts");
        Path own = file("{'format': 'bitwright-config', 'version': 3, 'layers': [" + many + "]}");
        BadFile.refused("configurations", own, ConfigFile::read, "far more parts");
        Path deep = file("{'version': " + "[".repeat(100_000));
        BadFile.refused("configurations", deep, path -> open(lenet(), path), "JSON");
        Path longNumber = file("{'version': " + "9".repeat(100_000) + "}");
        BadFile.refused("configurations", longNumber, path -> open(lenet(), path), "JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "7f800000", "7fc00000", "bf800000", "00000001"})
    void impossibleScalesAreNotTaken(String bits) throws IOException {
        ConfigImport read = open(lenet(), file("TRT-8501-MinMaxCalibration\ninput: " + bits + "\n"));
        assertThat(read.config().activations()).isEmpty();
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .hasSize(1)
                .allMatch(text -> text.contains("'input' is left out"));
    }
}
