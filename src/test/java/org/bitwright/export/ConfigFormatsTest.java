package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of every format, granularity and rounding, with changed weights, written and read back. */
class ConfigFormatsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final CancelToken NEVER = CancelToken.none();
    private static final String MODEL = "lenet5.onnx";

    @TempDir
    private Path folder;

    private Path write(ExportSource source) throws IOException {
        Path file = folder.resolve("config.json");
        new ConfigExport().write(source, file, NEVER);
        return file;
    }

    private ConfigImport read(ExportSource source, Path file) throws IOException {
        return ConfigImport.onto(source.document(), source.layers(), ConfigFile.read(file), NEVER);
    }

    private static ExportSource everyLayer(String format, int bits, String scheme, String granularity, String rounding)
            throws IOException {
        TensorConfig choice = TensorConfig.of(
                        ConfigNames.format(format, bits, ConfigNames.scheme(scheme)),
                        ConfigNames.granularity(granularity),
                        Calibrator.minMax())
                .withRounding(ConfigNames.rounding(rounding));
        return ExportSources.of(MODEL, ExportSources.everyLayer(MODEL, choice));
    }

    @ParameterizedTest
    @CsvSource({
        "int, 2, symmetric, group:3, even",
        "int, 4, asymmetric, group:32, away",
        "int, 8, narrow, group:1000, floor",
        "int, 16, power-of-two, channel, ceil",
        "int, 5, power-of-two, group:32, zero",
        "int, 4, symmetric, tensor, stochastic:-7",
        "binary, 1, symmetric, group:16, even",
        "ternary, 2, symmetric, tensor, even",
        "ternary, 2, symmetric, group:20, even",
        "fp16, 16, symmetric, tensor, floor",
        "fp16-saturating, 16, symmetric, tensor, even",
        "bf16, 16, symmetric, tensor, stochastic:5",
        "bf16-saturating, 16, symmetric, tensor, even",
        "fp8-e4m3, 8, symmetric, channel, away",
        "fp8-e5m2, 8, symmetric, group:32, even",
        "fp4, 4, symmetric, tensor, zero",
        "mxfp8-e4m3, 8, symmetric, group:32, even",
        "mxfp8-e5m2, 8, symmetric, group:32, even",
        "mxfp6-e2m3, 6, symmetric, group:32, ceil",
        "mxfp6-e3m2, 6, symmetric, group:32, even",
        "mxfp4, 4, symmetric, group:32, even",
        "nvfp4, 4, symmetric, group:16, even",
        "nf4, 4, symmetric, group:64, even",
        "nf4, 4, symmetric, channel, even",
        "codebook, 1, symmetric, tensor, even",
        "codebook, 6, symmetric, channel, even",
    })
    void everyChoiceReadsBackToTheSameNumbers(
            String format, int bits, String scheme, String granularity, String rounding) throws IOException {
        ExportSource source = everyLayer(format, bits, scheme, granularity, rounding);
        Path file = write(source);
        assertThat(ConfigExportTest.schema().validate(MAPPER.readTree(file.toFile())))
                .isEmpty();
        ConfigImport read = read(source, file);
        assertThat(read.config()).isEqualTo(source.config());
        assertThat(read.differences()).isEmpty();
        List<ConfigFile.LayerEntry> entries = ConfigFile.read(file).layers();
        for (int i = 0; i < entries.size(); i++) {
            Layer layer = source.model().layers().get(i);
            List<Grid> grids = source.quantized(layer, NEVER).grids();
            boolean half = format.contains("16");
            assertThat(entries.get(i).grids()).isEqualTo(half ? List.of() : grids);
        }
    }

    /** An overlay and assigned codes on the groups of a layer. */
    private static ExportSource changed() throws IOException {
        ExportSource plain = ExportSources.of(MODEL, QuantConfig.empty());
        Layer layer = plain.model().layers().get(3);
        float[] weights = layer.weight().readFloats();
        for (int i = 0; i < weights.length; i += 3) {
            weights[i] *= 0.9f;
        }
        WeightOverlay overlay =
                WeightOverlay.of("equalization", Map.of(layer.weight().name(), weights));
        TensorConfig choice = TensorConfig.of(
                        NumberFormat.uniform(8, Scheme.ASYMMETRIC), Granularity.group(32), Calibrator.minMax())
                .withOverlay(Optional.of(overlay));
        LayerWeights values = LayerWeights.read(layer, choice.overlay(), NEVER);
        int[] codes = LayerQuantizer.codes(values, LayerQuantizer.grids(values, choice, NEVER));
        codes[5] = codes[5] == 0 ? 1 : codes[5] - 1;
        TensorConfig assigned = new TensorConfig(
                choice.format(),
                choice.granularity(),
                choice.calibrator(),
                new Rounding.Assigned(AssignedCodes.of("adaround", codes)),
                choice.overlay(),
                Map.of());
        return ExportSources.of(MODEL, QuantConfig.empty().with(layer.name(), assigned));
    }

    @Test
    void changedWeightsAndAssignedCodesReadBack() throws IOException {
        ExportSource source = changed();
        Path file = write(source);
        assertThat(ConfigExportTest.schema().validate(MAPPER.readTree(file.toFile())))
                .isEmpty();
        ConfigImport read = read(source, file);
        assertThat(read.differences()).isEmpty();
        Layer layer = source.model().layers().get(3);
        TensorConfig choice = read.config().of(layer.name());
        assertThat(choice).isEqualTo(source.config().of(layer.name()));
        assertThat(SimulatedValues.of(layer, choice, source.layers(), NEVER))
                .isEqualTo(source.simulatedWeights(NEVER).get(layer.weight().name()));
    }

    @Test
    void damagedChangedWeightsAreRefused() throws IOException {
        ExportSource source = changed();
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ObjectNode codes = (ObjectNode) root.get("changed_weights").get("codes").get(0);
        ArrayNode data = (ArrayNode) codes.get("data");
        String text = data.get(0).textValue();
        data.set(0, (text.charAt(0) == 'B' ? "C" : "B") + text.substring(1));
        assertThatThrownBy(() -> ConfigFile.read(changedFile(root)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("damaged");
        data.set(0, "not base64!");
        assertThatThrownBy(() -> ConfigFile.read(changedFile(root)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("base64");
        ((ArrayNode) root.get("changed_weights").get("codes")).removeAll();
        assertThatThrownBy(() -> ConfigFile.read(changedFile(root)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("layers[3].codes");
        root.remove("changed_weights");
        assertThatThrownBy(() -> ConfigFile.read(changedFile(root))).isInstanceOf(InvalidFileException.class);
    }

    private Path changedFile(JsonNode root) throws IOException {
        return Files.writeString(folder.resolve("changed.json"), root.toString());
    }

    @Test
    void changedWeightsStayWithTheirModel() throws IOException {
        ExportSource source = changed();
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ((ObjectNode) root.get("model")).put("sha256", "ab".repeat(32));
        ConfigImport read = read(source, changedFile(root));
        TensorConfig choice = read.config().of(source.model().layers().get(3).name());
        assertThat(choice.overlay()).isEmpty();
        assertThat(choice.rounding()).isEqualTo(Rounding.HALF_EVEN);
        assertThat(choice.granularity()).isEqualTo(Granularity.group(32));
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .anyMatch(text -> text.contains("dropped") && text.contains("other model"));
    }

    @Test
    void changedWeightsThatDoNotFitAreDropped() throws IOException {
        ExportSource source = changed();
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        // the codes of layer 3 on layer 2, which has other weights, and on a format that has fewer codes
        JsonNode digest = root.get("layers").get(3).get("codes");
        ((ObjectNode) root.get("layers").get(3)).put("bits", 4).put("scheme", "symmetric");
        ((ArrayNode) root.get("layers").get(3).get("zero_point")).removeAll();
        ((ObjectNode) root.get("layers").get(3)).remove(List.of("scale", "zero_point"));
        ((ObjectNode) root.get("layers").get(2)).put("rounding", "adaround").set("codes", digest);
        ((ObjectNode) root.get("layers").get(2)).put("format", "codebook").put("bits", 8);
        ConfigImport read = read(source, changedFile(root));
        for (int i = 2; i < 4; i++) {
            assertThat(read.config().of(source.model().layers().get(i).name()).rounding())
                    .isEqualTo(Rounding.HALF_EVEN);
        }
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .anyMatch(text -> text.contains("codes are assigned to its"))
                .anyMatch(text -> text.contains("its format does not have"));
    }

    @Test
    void theFilesGridsWinAndKeepTheAssignedCodes() throws IOException {
        ExportSource source = changed();
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ArrayNode scales = (ArrayNode) root.get("layers").get(3).get("scale");
        scales.set(17, 0.125);
        ConfigImport read = read(source, changedFile(root));
        Layer layer = source.model().layers().get(3);
        TensorConfig choice = read.config().of(layer.name());
        assertThat(choice.manual()).containsOnlyKeys(17);
        assertThat(choice.rounding()).isEqualTo(source.config().of(layer.name()).rounding());
        assertThat(choice.overlay()).isEqualTo(source.config().of(layer.name()).overlay());
        Grid grid = source.layers().quantized(layer, choice, NEVER).grids().get(17);
        assertThat(((UniformGrid) grid).scale()).isEqualTo(0.125f);
        assertThat(read.differences()).isEmpty();
    }

    @Test
    void floatScalesOfTheFileComeBackByHand() throws IOException {
        ExportSource source = everyLayer("fp8-e4m3", 8, "symmetric", "channel", "even");
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ArrayNode scales = (ArrayNode) root.get("layers").get(1).get("scale");
        for (int channel = 0; channel < scales.size(); channel++) {
            scales.set(channel, (double) (0.001f * (channel + 1) / 3));
        }
        ConfigImport read = read(source, changedFile(root));
        assertThat(read.differences()).isEmpty();
        Layer layer = source.model().layers().get(1);
        List<Grid> grids = source.layers()
                .quantized(layer, read.config().of(layer.name()), NEVER)
                .grids();
        for (int channel = 0; channel < grids.size(); channel++) {
            assertThat(((FloatGrid) grids.get(channel)).scale()).isEqualTo(0.001f * (channel + 1) / 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "binary, alpha, tensor",
        "ternary, threshold, channel",
        "nf4, scale, group:64",
        "mxfp4, scale, group:32",
        "nvfp4, block_scale, group:16"
    })
    void scalesByDefinitionThatComeOutOtherwiseAreTold(String format, String field, String granularity)
            throws IOException {
        ExportSource source = everyLayer(format, 4, "symmetric", granularity, "even");
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ((ArrayNode) root.get("layers").get(2).get(field)).set(0, 0.75);
        ConfigImport read = read(source, changedFile(root));
        assertThat(read.config()).isEqualTo(source.config());
        assertThat(read.differences())
                .singleElement()
                .asString()
                .contains("'" + source.model().layers().get(2).name() + "': 1 of ");
    }

    @Test
    void codebooksThatComeOutOtherwiseAreTold() throws IOException {
        ExportSource source = everyLayer("codebook", 2, "symmetric", "tensor", "even");
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ((ArrayNode) root.get("layers").get(2).get("codebook").get(0)).set(0, -5);
        assertThat(read(source, changedFile(root)).differences())
                .singleElement()
                .asString()
                .contains("1 of 1");
        ((ArrayNode) root.get("layers").get(2).get("codebook").get(0)).set(0, 5);
        assertThatThrownBy(() -> ConfigFile.read(changedFile(root)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("layers[2].codebook[0]")
                .hasMessageContaining("rise");
    }

    @Test
    void groupsOfFormatsThatHaveNoneAreRefused() throws IOException {
        ExportSource source = everyLayer("codebook", 2, "symmetric", "tensor", "even");
        ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
        ((ObjectNode) root.get("layers").get(1)).put("granularity", "group:8");
        assertThat(ConfigExportTest.schema().validate(root)).isNotEmpty();
        assertThatThrownBy(() -> ConfigFile.read(changedFile(root)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("layers[1].granularity");
    }

    @Test
    void schemaTellsTheFormatsApart() throws IOException {
        for (FormatFamily family : FormatFamily.values()) {
            NumberFormat format = family.near(4, Scheme.SYMMETRIC);
            TensorConfig choice = TensorConfig.of(
                    format, format.isQuantized() ? FormatRules.usual(format) : Granularity.TENSOR, Calibrator.minMax());
            ExportSource source = ExportSources.of(MODEL, ExportSources.everyLayer(MODEL, choice));
            ObjectNode root = (ObjectNode) MAPPER.readTree(write(source).toFile());
            assertThat(ConfigExportTest.schema().validate(root)).as(family.id()).isEmpty();
            ObjectNode layer = (ObjectNode) root.get("layers").get(0);
            String foreign = layer.has("alpha") ? "scale" : "alpha";
            layer.putArray(foreign).add(1);
            assertThat(ConfigExportTest.schema().validate(root)).as(family.id()).isNotEmpty();
            layer.remove(foreign);
            for (String own : List.of("scale", "alpha", "codebook", "block_scale", "threshold")) {
                JsonNode removed = layer.remove(own);
                if (removed != null) {
                    assertThat(ConfigExportTest.schema().validate(root))
                            .as(family.id())
                            .isNotEmpty();
                    layer.set(own, removed);
                }
            }
        }
    }

    @Test
    void versionOneIsStillRead() throws IOException {
        String old = """
            {"format": "bitwright-config", "version": 1, "tool": "Bitwright 0.1.0",
             "model": {"file": "lenet5.onnx", "sha256": "%s"},
             "preprocessing": {"scale": 0.003921568859368563, "mean": [0.0], "std": [1.0]},
             "layers": [
              {"name": "conv1/Conv", "op": "Conv", "weight": "conv1.weight", "shape": [6, 1, 5, 5],
               "format": "int", "bits": 4, "scheme": "asymmetric", "granularity": "tensor", "calibrator": "minmax",
               "manual": [{"granule": 0, "min": -1.0, "max": 0.875, "scale": 0.125, "zero_point": 8, "qmin": 0, "qmax": 15}],
               "scale": [0.125], "zero_point": [8], "bytes": 80,
               "error": {"mse": 0.001, "sqnr_db": 20.0, "cosine": 0.99, "max_error": 0.1, "clipped": 0.0}},
              {"name": "fc1/Gemm", "op": "Gemm", "weight": "fc1.weight", "shape": [120, 400],
               "format": "binary", "granularity": "tensor", "calibrator": "mse", "alpha": [0.5], "bytes": 6004,
               "error": {"mse": 0.001, "sqnr_db": null, "cosine": null, "max_error": 0.1, "clipped": 0.0}},
              {"name": "fc3/Gemm", "op": "Gemm", "weight": "fc3.weight", "shape": [10, 84],
               "format": "float", "granularity": "channel", "calibrator": "minmax", "bytes": 3360,
               "error": {"mse": 0.0, "sqnr_db": null, "cosine": 1.0, "max_error": 0.0, "clipped": 0.0}}]}
            """;
        ExportSource source = ExportSources.of(MODEL, QuantConfig.empty());
        Path file = Files.writeString(
                folder.resolve("old.json"), old.formatted(source.document().digest()));
        ConfigImport read = read(source, file);
        assertThat(read.sameModel()).isTrue();
        TensorConfig first = read.config().of("conv1/Conv");
        assertThat(first.format()).isEqualTo(NumberFormat.uniform(4, Scheme.ASYMMETRIC));
        assertThat(first.rounding()).isEqualTo(Rounding.HALF_EVEN);
        assertThat(source.layers()
                        .quantized(source.model().layers().get(0), first, NEVER)
                        .grids())
                .containsExactly(new UniformGrid(0.125f, 8, 0, 15));
        assertThat(read.config().of("fc1/Gemm").format()).isEqualTo(NumberFormat.binary());
        assertThat(read.config().of("fc3/Gemm").format().isQuantized()).isFalse();
        assertThat(read.differences())
                .extracting(Phrase::toString)
                .anyMatch(text -> text.contains("fc1/Gemm") && text.contains("1 of 1"))
                .anyMatch(text -> text.contains("conv2/Conv") && text.contains("not in the file"));
    }
}
