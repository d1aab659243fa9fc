package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigExportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String MODEL = "lenet5.onnx";

    @TempDir
    private Path folder;

    /** One layer of every kind that there is. */
    private static QuantConfig everyKind() throws IOException {
        List<Layer> layers =
                ExportSources.of(MODEL, QuantConfig.empty()).model().layers();
        TensorConfig asymmetric = TensorConfig.of(
                NumberFormat.uniform(5, Scheme.ASYMMETRIC), Granularity.CHANNEL, Calibrator.percentile(99.9));
        return QuantConfig.empty()
                .with(
                        layers.get(0).name(),
                        asymmetric
                                .withManual(1, ManualGrid.ofRange(new Range(-0.1f, 1 / 3f)))
                                .withManual(2, ManualGrid.ofGrid(new UniformGrid(0.1f / 3, 7, 0, 31))))
                .with(
                        layers.get(1).name(),
                        TensorConfig.of(NumberFormat.uniform(8, Scheme.NARROW), Granularity.TENSOR, Calibrator.mse()))
                .with(
                        layers.get(2).name(),
                        TensorConfig.of(NumberFormat.binary(), Granularity.CHANNEL, Calibrator.minMax()))
                .with(layers.get(3).name(), TensorConfig.unquantized())
                .with(
                        layers.get(4).name(),
                        TensorConfig.of(
                                NumberFormat.uniform(16, Scheme.SYMMETRIC),
                                Granularity.CHANNEL,
                                Calibrator.articleRule()));
    }

    /** Layers of formats whose fields the first kinds lack. */
    private static QuantConfig otherKinds() throws IOException {
        List<Layer> layers =
                ExportSources.of(MODEL, QuantConfig.empty()).model().layers();
        QuantConfig config = QuantConfig.empty();
        List<FormatFamily> families = List.of(FormatFamily.TERNARY, FormatFamily.NVFP4, FormatFamily.CODEBOOK);
        for (int i = 0; i < families.size(); i++) {
            NumberFormat format = families.get(i).near(4, Scheme.SYMMETRIC);
            config = config.with(
                    layers.get(i).name(), TensorConfig.of(format, FormatRules.usual(format), Calibrator.minMax()));
        }
        Layer last = layers.get(4);
        Rounding codes = new Rounding.Assigned(AssignedCodes.of("test", new int[(int) last.parameters()]));
        float[] values = last.weight().readFloats();
        WeightOverlay overlay = WeightOverlay.of(
                "test",
                Map.of(last.weight().name(), values),
                Map.of(last.weight().name(), values.clone()));
        return config.with(
                last.name(),
                new TensorConfig(
                        NumberFormat.uniform(4, Scheme.SYMMETRIC),
                        Granularity.group(8),
                        Calibrator.minMax(),
                        codes,
                        Optional.of(overlay),
                        Map.of()));
    }

    private Path write(ExportSource source) throws IOException {
        Path file = folder.resolve("config.json");
        new ConfigExport().write(source, file, CancelToken.none());
        return file;
    }

    static JsonSchema schema() throws IOException {
        try (InputStream in = ConfigExport.class.getResourceAsStream("config.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }

    @Test
    void whatIsWrittenFollowsTheSchema() throws IOException {
        ExportSource bare = ExportSources.of(MODEL, everyKind());
        ExportSource full = ExportSources.withResults(ExportSources.checked(bare, "mnist", 10));
        assertThat(schema().validate(MAPPER.readTree(write(bare).toFile()))).isEmpty();
        assertThat(schema().validate(MAPPER.readTree(write(full).toFile()))).isEmpty();
    }

    @Test
    void schemaRefusesWhatIsNotWritten() throws IOException {
        ObjectNode node = (ObjectNode)
                MAPPER.readTree(write(ExportSources.of(MODEL, everyKind())).toFile());
        node.put("extra", 1);
        assertThat(schema().validate(node)).isNotEmpty();
        node.remove("extra");
        ((ObjectNode) node.get("layers").get(0)).remove("scale");
        assertThat(schema().validate(node)).isNotEmpty();
    }

    @Test
    void schemaKnowsNoFieldThatIsNeverWritten() throws IOException {
        ExportSource full =
                ExportSources.withResults(ExportSources.checked(ExportSources.of(MODEL, everyKind()), "mnist", 10));
        TreeSet<String> writtenNames = new TreeSet<>();
        collect(MAPPER.readTree(write(full).toFile()), writtenNames);
        collect(MAPPER.readTree(write(ExportSources.of(MODEL, otherKinds())).toFile()), writtenNames);
        collect(MAPPER.readTree(write(ActivationConfigTest.source()).toFile()), writtenNames);
        TreeSet<String> schemaNames = new TreeSet<>();
        collectProperties(schema().getSchemaNode(), schemaNames);
        assertThat(writtenNames).isEqualTo(schemaNames);
    }

    private static void collectProperties(JsonNode schema, TreeSet<String> names) {
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        schema.forEach(child -> collectProperties(child, names));
    }

    private static void collect(JsonNode node, TreeSet<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.forEach(child -> collect(child, names));
    }

    @Test
    void readingBackGivesTheSameConfiguration() throws IOException {
        ExportSource source = ExportSources.of(MODEL, everyKind());
        ConfigFile file = ConfigFile.read(write(source));
        ConfigImport read = ConfigImport.onto(source.document(), source.layers(), file, CancelToken.none());
        assertThat(read.config()).isEqualTo(source.config());
        assertThat(read.sameModel()).isTrue();
        assertThat(read.differences()).isEmpty();
        assertThat(file.preprocessing()).isEqualTo(source.preprocessing());
    }

    @Test
    void scalesReadBackToTheSameBits() throws IOException {
        ExportSource source = ExportSources.of(MODEL, everyKind());
        ConfigFile file = ConfigFile.read(write(source));
        for (int i = 0; i < file.layers().size(); i++) {
            Layer layer = source.model().layers().get(i);
            List<Grid> expected = source.quantized(layer, CancelToken.none()).grids();
            if (expected.get(0) instanceof UniformGrid) {
                assertThat(file.layers().get(i).grids()).isEqualTo(expected);
            }
        }
    }

    @Test
    void gridsOfTheFileWinOnTheSameModel() throws IOException {
        ExportSource source = ExportSources.of(MODEL, everyKind());
        ObjectNode node = (ObjectNode) MAPPER.readTree(write(source).toFile());
        Layer layer = source.model().layers().get(1);
        ((ObjectNode) node.get("layers").get(1)).putArray("scale").add(0.5);
        Path changed = Files.writeString(folder.resolve("changed.json"), node.toString());
        ConfigImport read =
                ConfigImport.onto(source.document(), source.layers(), ConfigFile.read(changed), CancelToken.none());
        TensorConfig choice = read.config().of(layer.name());
        assertThat(choice.isHandMade()).isTrue();
        assertThat(source.layers().quantized(layer, choice, CancelToken.none()).grids())
                .containsExactly(new UniformGrid(0.5f, 0, -127, 127));
    }

    @Test
    void otherModelIsMatchedByNameAndSaysSo() throws IOException {
        ExportSource source = ExportSources.of(MODEL, everyKind());
        ConfigFile file = ConfigFile.read(write(source));
        ExportSource other = ExportSources.of("simple-model.onnx", QuantConfig.empty());
        ConfigImport read = ConfigImport.onto(other.document(), other.layers(), file, CancelToken.none());
        assertThat(read.sameModel()).isFalse();
        assertThat(read.differences().get(0)).asString().contains("lenet5.onnx").contains("another model");
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .anyMatch(text -> text.contains("is not in this model"));
    }

    @Test
    void newerVersionAndOtherFilesAreRefused() throws IOException {
        Path newer = Files.writeString(folder.resolve("n.json"), "{\"format\":\"bitwright-config\",\"version\":4}");
        assertThatThrownBy(() -> ConfigFile.read(newer))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("newer Bitwright");
        Path other = Files.writeString(folder.resolve("o.json"), "{\"a\":1}");
        assertThatThrownBy(() -> ConfigFile.read(other))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no configuration");
        Path doubled = Files.writeString(folder.resolve("d.json"), "{\"format\":1,\"format\":2}");
        assertThatThrownBy(() -> ConfigFile.read(doubled)).isInstanceOf(InvalidFileException.class);
        Path list = Files.writeString(folder.resolve("l.json"), "[]");
        assertThatThrownBy(() -> ConfigFile.read(list)).isInstanceOf(InvalidFileException.class);
        Path empty = Files.createFile(folder.resolve("e.json"));
        assertThatThrownBy(() -> ConfigFile.read(empty)).isInstanceOf(InvalidFileException.class);
        assertThatThrownBy(() -> ConfigFile.read(folder)).isInstanceOf(InvalidFileException.class);
    }

    @Test
    void impossibleScalesAreRefusedByTheirPlace() throws IOException {
        for (String scale : List.of("0", "-1", "1e-42", "1e39", "3e38", "\"x\"")) {
            ObjectNode node = (ObjectNode)
                    MAPPER.readTree(write(ExportSources.of(MODEL, everyKind())).toFile());
            ((ObjectNode) node.get("layers").get(1)).putArray("scale").add(MAPPER.readTree(scale));
            Path changed = Files.writeString(folder.resolve("changed.json"), node.toString());
            assertThatThrownBy(() -> ConfigFile.read(changed))
                    .as(scale)
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("layers[1].scale[0]");
        }
    }
}
