package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Activations in configuration files. */
class ActivationConfigTest {
    private static final String MODEL = "lenet5.onnx";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final NumberFormat.Uniform UINT8 = new NumberFormat.Uniform(8, Scheme.ASYMMETRIC);

    @TempDir
    private Path folder;

    /** A plan of every kind of quantizer on LeNet-5, as numbers of a runtime with signed codes. */
    static ExportSource source() throws IOException {
        ActivationConfig usual = ActivationConfig.ofStatic(UINT8, Calibrator.percentile(99.9));
        QuantConfig config = QuantConfig.empty()
                .withTarget(TargetProfile.TFLM)
                .withActivation(
                        "input", usual.withManual(Optional.of(ManualGrid.ofGrid(new UniformGrid(0.5f, 3, 0, 255)))))
                .withActivation("/conv1/Conv_output_0", usual)
                .withActivation("/Relu_output_0", usual)
                .withActivation("/Relu_2_output_0", ActivationConfig.dynamic())
                .withActivation(
                        "output",
                        ActivationConfig.ofStatic(
                                new NumberFormat.Minifloat(FloatType.E4M3FN), Calibrator.movingAverage()));
        Quantizer relu = Quantizer.of(new UniformGrid(0.25f, -128, -128, 127));
        ActivationPlan plan = new ActivationPlan(
                Map.of(
                        "input",
                        Quantizer.of(new UniformGrid(0.5f, -125, -128, 127)),
                        "/Relu_output_0",
                        relu,
                        "/Relu_2_output_0",
                        Quantizer.dynamic(),
                        "output",
                        Quantizer.of(new FloatGrid(FloatType.E4M3FN, 0.125f, true))),
                Map.of("/pool/MaxPool_output_0", relu),
                Map.of(),
                List.of(),
                List.of());
        ExportSource bare = ExportSources.of(MODEL, config);
        return new ExportSource(
                bare.document(),
                config,
                bare.layers(),
                plan,
                bare.inputs(),
                bare.preprocessing(),
                bare.check(),
                bare.results());
    }

    private Path write(ExportSource source) throws IOException {
        Path file = folder.resolve("config.json");
        new ConfigExport().write(source, file, CancelToken.none());
        return file;
    }

    private static ConfigImport read(ExportSource source, Path file, ActivationPlan today) throws IOException {
        return ConfigImport.onto(
                source.document(), source.layers(), config -> today, ConfigFile.read(file), CancelToken.none());
    }

    @Test
    void whatIsWrittenFollowsTheSchema() throws IOException {
        JsonNode root = MAPPER.readTree(write(source()).toFile());

        assertThat(ConfigExportTest.schema().validate(root)).isEmpty();
        assertThat(root.get("target").asText()).isEqualTo("tflm");
        assertThat(root.get("activations"))
                .extracting(node ->
                        node.get("name").asText() + " " + node.get("place").asText())
                .containsExactly(
                        "input rounded",
                        "/conv1/Conv_output_0 folded",
                        "/Relu_output_0 rounded",
                        "/pool/MaxPool_output_0 carried",
                        "/Relu_2_output_0 rounded",
                        "output rounded");
    }

    @Test
    void aConfigurationComesBackWhereItsGridsAreFoundAgain() throws IOException {
        ExportSource source = source();

        ConfigImport read = read(source, write(source), source.plan());

        assertThat(read.differences()).isEmpty();
        // what is carried need not have been chosen
        assertThat(read.config().activation("/pool/MaxPool_output_0").isQuantized())
                .isFalse();
        source.config()
                .activations()
                .forEach((edge, choice) ->
                        assertThat(read.config().activation(edge)).as(edge).isEqualTo(choice));
        assertThat(read.config().target()).isEqualTo(TargetProfile.TFLM);
    }

    @Test
    void withoutStatisticsTheGridsOfTheFileAreSetByHand() throws IOException {
        ExportSource source = source();

        ConfigImport read = read(source, write(source), ActivationPlan.none());

        assertThat(read.differences()).isEmpty();
        // codes from -128 on are those of the format from 0 on
        assertThat(read.config().activation("/Relu_output_0").manual())
                .contains(ManualGrid.ofGrid(new UniformGrid(0.25f, 0, 0, 255)));
        ManualGrid floats = read.config().activation("output").manual().orElseThrow();
        assertThat(floats.grid((NumberFormat.Ranged) new NumberFormat.Minifloat(FloatType.E4M3FN)))
                .isEqualTo(new FloatGrid(FloatType.E4M3FN, 0.125f, true));
        assertThat(read.config().activation("/Relu_2_output_0")).isEqualTo(ActivationConfig.dynamic());
        assertThat(read.config().activation("/conv1/Conv_output_0").isHandMade())
                .isFalse();
    }

    @Test
    void activationsThatAModelLacksAreListed() throws IOException {
        Path file = write(source());
        ExportSource other = ExportSources.of("simple-model.onnx", QuantConfig.empty());

        ConfigImport read = read(other, file, ActivationPlan.none());

        assertThat(read.differences())
                .extracting(Phrase::toString)
                .contains("activation '/Relu_output_0' is not in this model");
        // ranges that were set by hand stay, others are found anew
        assertThat(read.config().activation("input").isHandMade()).isTrue();
        assertThat(read.config().activation("output").isHandMade()).isFalse();
    }

    @Test
    void versionThreeIsRead() throws IOException {
        ConfigFile file =
                ConfigFile.read(Files.writeString(folder.resolve("three.json"), """
            {"format": "bitwright-config", "version": 3, "tool": "Bitwright 0.4.0",
             "model": {"file": "lenet5.onnx", "sha256": "%s"},
             "layers": [],
             "target": "ort-cpu",
             "activations": [
              {"name": "input", "format": "int", "bits": 8, "scheme": "asymmetric", "mode": "static",
               "calibrator": "average", "manual": {"min": -1.0, "max": 3.0}, "place": "rounded",
               "scale": 0.0156862754374742508, "zero_point": 64, "qmin": 0, "qmax": 255},
              {"name": "a", "format": "int", "bits": 8, "scheme": "asymmetric", "mode": "dynamic",
               "calibrator": "minmax", "place": "rounded"},
              {"name": "b", "format": "float", "mode": "static", "calibrator": "minmax", "place": "carried",
               "scale": 0.5, "zero_point": 0, "qmin": 0, "qmax": 255},
              {"name": "c", "format": "int", "bits": 6, "scheme": "symmetric", "mode": "static",
               "calibrator": "percentile:99.9", "place": "folded"}]}
            """.formatted("ab".repeat(32))));

        assertThat(file.target()).isEqualTo(TargetProfile.ORT_CPU);
        ActivationConfig input = ActivationConfig.ofStatic(UINT8, Calibrator.movingAverage())
                .withManual(Optional.of(ManualGrid.ofRange(new Range(-1, 3))));
        assertThat(file.activations())
                .containsExactly(
                        new ConfigFile.EdgeEntry("input", input, Optional.of(new UniformGrid(4 / 255f, 64, 0, 255))),
                        new ConfigFile.EdgeEntry("a", ActivationConfig.dynamic(), Optional.empty()),
                        new ConfigFile.EdgeEntry("b", ActivationConfig.unquantized(), Optional.empty()),
                        new ConfigFile.EdgeEntry(
                                "c",
                                ActivationConfig.ofStatic(
                                        new NumberFormat.Uniform(6, Scheme.SYMMETRIC), Calibrator.percentile(99.9)),
                                Optional.empty()));
    }

    @Test
    void olderVersionsHaveNoActivations() throws IOException {
        ConfigFile file =
                ConfigFile.read(Files.writeString(folder.resolve("two.json"), """
            {"format": "bitwright-config", "version": 2, "tool": "Bitwright 0.2.0",
             "model": {"file": "lenet5.onnx", "sha256": "%s"}, "layers": [],
             "changed_weights": {"overlays": [], "codes": []}}
            """.formatted("ab".repeat(32))));

        assertThat(file.activations()).isEmpty();
        assertThat(file.target()).isEqualTo(TargetProfile.NONE);
    }

    @Test
    void impossibleActivationsAreRefusedByTheirPlace() throws IOException {
        for (String wrong : List.of(
                "\"format\": \"nf4\", \"mode\": \"static\", \"calibrator\": \"minmax\"",
                "\"format\": \"int\", \"bits\": 17, \"scheme\": \"symmetric\", \"mode\": \"static\", \"calibrator\": \"mse\"",
                "\"format\": \"int\", \"bits\": 8, \"scheme\": \"symmetric\", \"mode\": \"dynamic\", \"calibrator\": \"mse\"",
                "\"format\": \"int\", \"bits\": 8, \"scheme\": \"symmetric\", \"mode\": \"often\", \"calibrator\": \"mse\"",
                "\"format\": \"int\", \"bits\": 12, \"scheme\": \"symmetric\", \"mode\": \"static\", \"calibrator\": \"entropy\"",
                "\"format\": \"?\", \"mode\": \"static\", \"calibrator\": \"minmax\"")) {
            Path file = Files.writeString(folder.resolve("wrong.json"), """
                {"format": "bitwright-config", "version": 3, "tool": "x", "model": {"file": "m", "sha256": "%s"},
                 "layers": [], "target": "none", "activations": [{"name": "input", "place": "rounded", %s}]}
                """.formatted("ab".repeat(32), wrong));
            assertThatThrownBy(() -> ConfigFile.read(file))
                    .as(wrong)
                    .isInstanceOf(InvalidFileException.class)
                    .hasMessageContaining("activations[0]");
        }
    }
}
