package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanExportTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final String LENET = "lenet5.onnx";

    @TempDir
    private Path folder;

    private CodedFile written(ExportSource source) throws IOException {
        Path file = folder.resolve("weights.bwh");
        new HuffmanExport().write(source, file, NEVER);
        return CodedFile.read(file);
    }

    private static TensorConfig config(String format, int bits, String granularity) {
        return TensorConfig.of(
                ConfigNames.format(format, bits, Scheme.ASYMMETRIC),
                ConfigNames.granularity(granularity),
                Calibrator.minMax());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codebook,4,tensor",
                "codebook,2,channel",
                "int,4,channel",
                "int,4,group:32",
                "int,16,tensor",
                "nf4,4,group:64",
                "fp8-e4m3,8,channel",
                "fp8-e5m2,8,tensor",
                "fp4,4,channel",
                "fp16,16,tensor",
                "bf16,16,tensor",
                "binary,1,channel",
                "ternary,2,channel",
                "mxfp4,4,group:32",
                "mxfp6-e3m2,6,group:32",
                "mxfp8-e4m3,8,group:32",
                "nvfp4,4,group:16"
            })
    void everyWeightComesBackBitForBitInTheBytesThatWereShown(String choice) throws IOException {
        String[] words = choice.split(",");
        TensorConfig config = config(words[0], Integer.parseInt(words[1]), words[2]);
        ExportSource source = ExportSources.of(LENET, ExportSources.everyLayer(LENET, config));
        CodedFile file = written(source);

        Map<String, float[]> values = file.valuesFor(source.document(), NEVER);
        assertThat(file.tensors()).hasSameSizeAs(source.model().layers());
        long sections = 0;
        for (CodedTensor tensor : file.tensors()) {
            Layer layer = source.model().layer(tensor.layer()).orElseThrow();
            QuantizedLayer quantized = source.quantized(layer, NEVER);
            assertThat(values.get(tensor.weight()))
                    .isEqualTo(LayerQuantizer.values(
                            source.layers().weights(layer, config, NEVER), quantized.layerGrids(), NEVER));
            assertThat(quantized.entropyBytes()).hasValue(tensor.bytes());
            assertThat(tensor.specials()).isZero();
            sections += tensor.bytes() + CodedTensor.CHECKSUM_BYTES;
        }
        assertThat(Files.size(file.path())).isEqualTo(file.headerBytes() + sections);
    }

    /** Deep Compression: most weights pruned, the others one of 16 centroids, and Huffman over runs of zeros. */
    @Test
    void prunedWeightsInACodebookTakeLessThanABitEach() throws IOException {
        Path pruned = folder.resolve("pruned.onnx");
        OnnxDocument document = OnnxDocument.open(ExportSources.SAMPLES.resolve("lenet-300-100.onnx"));
        Map<String, float[]> weights = new TreeMap<>();
        for (Layer layer : document.model().layers()) {
            float[] values = layer.weight().readFloats();
            float[] magnitudes = values.clone();
            for (int i = 0; i < values.length; i++) {
                magnitudes[i] = Math.abs(values[i]);
            }
            Arrays.sort(magnitudes);
            float threshold = magnitudes[values.length * 92 / 100];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]) < threshold ? 0 : values[i];
            }
            weights.put(layer.weight().name(), values);
        }
        OnnxWriter.write(SimulatedWeights.replace(document, weights), pruned);
        ExportSource source = ExportSources.of(pruned, codebooks(pruned));
        CodedFile file = written(source);

        long parameters = file.tensors().stream()
                .mapToLong(tensor -> tensor.shape().elements())
                .sum();
        assertThat(file.tensors().stream().mapToLong(CodedTensor::bytes).sum()).isLessThan(parameters / 8);
        Map<String, float[]> values = file.valuesFor(source.document(), NEVER);
        source.simulatedWeights(NEVER)
                .forEach((name, expected) -> assertThat(values.get(name)).isEqualTo(expected));
    }

    private static QuantConfig codebooks(Path model) throws IOException {
        QuantConfig config = QuantConfig.empty();
        for (Layer layer : OnnxDocument.open(model).model().layers()) {
            config = config.with(layer.name(), config("codebook", 4, "tensor"));
        }
        return config;
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "codebook", "fp16", "mxfp4", "binary"})
    void nanAndInfinityStayAsTheyAre(String format) throws IOException {
        Path model = folder.resolve("special.onnx");
        OnnxDocument document = OnnxDocument.open(ExportSources.SAMPLES.resolve(LENET));
        Layer layer = document.model().layers().get(0);
        float[] values = layer.weight().readFloats();
        values[3] = Float.NaN;
        values[70] = Float.NEGATIVE_INFINITY;
        values[149] = Float.POSITIVE_INFINITY;
        OnnxWriter.write(
                SimulatedWeights.replace(document, Map.of(layer.weight().name(), values)), model);
        String granularity = format.equals("mxfp4") ? "group:32" : "tensor";
        ExportSource source =
                ExportSources.of(model, QuantConfig.empty().with(layer.name(), config(format, 4, granularity)));
        CodedFile file = written(source);

        float[] back =
                file.valuesFor(source.document(), NEVER).get(layer.weight().name());
        assertThat(back)
                .isEqualTo(source.simulatedWeights(NEVER).get(layer.weight().name()));
        assertThat(back[3]).isNaN();
        assertThat(back[70]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(file.tensors().get(0).specials()).isBetween(1, 3);
        assertThat(Files.size(file.path()))
                .isEqualTo(file.headerBytes() + file.tensors().get(0).storedBytes());
    }

    @Test
    void decodedModelIsTheSimulatedOne() throws IOException {
        TensorConfig config = config("int", 5, "channel").withRounding(Rounding.stochastic(3));
        ExportSource source = ExportSources.of(LENET, ExportSources.everyLayer(LENET, config));
        Path simulated = folder.resolve("simulated.onnx");
        new SimulatedExport().write(source, simulated, NEVER);
        Path decoded = folder.resolve("decoded.onnx");

        DecodedModel.write(source.document(), written(source), decoded, NEVER);

        assertThat(decoded).hasSameBinaryContentAs(simulated);
    }

    @Test
    void changedBiasesTravelAlong() throws IOException {
        OnnxDocument document = OnnxDocument.open(ExportSources.SAMPLES.resolve(LENET));
        Layer layer = document.model().layers().get(0);
        float[] weight = new float[150];
        Arrays.fill(weight, 0.25f);
        weight[7] = -1;
        float[] bias = {1, 2, 3, 4, 5, 6};
        WeightOverlay overlay = WeightOverlay.of(
                "test",
                Map.of(layer.weight().name(), weight, layer.bias().orElseThrow().name(), bias));
        TensorConfig config = config("int", 8, "tensor").withOverlay(Optional.of(overlay));
        ExportSource source = ExportSources.of(LENET, QuantConfig.empty().with(layer.name(), config));
        CodedFile file = written(source);

        assertThat(file.constants())
                .containsExactly(new CodedConstant(layer.bias().orElseThrow().name(), 6));
        Map<String, float[]> values = file.valuesFor(document, NEVER);
        assertThat(values.get(layer.bias().orElseThrow().name())).isEqualTo(bias);
        assertThat(values.get(layer.weight().name()))
                .isEqualTo(source.simulatedWeights(NEVER).get(layer.weight().name()));
        file.verify(NEVER);
    }

    @Test
    void layersThatStayFloatAreNamed() throws IOException {
        OnnxDocument document = OnnxDocument.open(ExportSources.SAMPLES.resolve(LENET));
        String first = document.model().layers().get(0).name();
        ExportSource source = ExportSources.of(LENET, QuantConfig.empty().with(first, config("int", 8, "channel")));
        List<String> losses = new HuffmanExport()
                .write(source, folder.resolve("one.bwh"), NEVER).stream()
                        .map(Phrase::toString)
                        .toList();

        assertThat(losses)
                .hasSize(4)
                .allMatch(loss -> loss.contains("stay in the model"))
                .noneMatch(loss -> loss.contains("'" + first + "'"));
        assertThat(CodedFile.read(folder.resolve("one.bwh")).tensors()).hasSize(1);
    }

    @Test
    void channelsWithoutAnAxisAreOneGranule() throws IOException {
        TensorConfig config = TensorConfig.of(new NumberFormat.Ternary(), Granularity.TENSOR, Calibrator.minMax());
        ExportSource source = ExportSources.of("vit.onnx", ExportSources.everyLayer("vit.onnx", config));
        CodedFile file = written(source);

        Map<String, float[]> expected = source.simulatedWeights(NEVER);
        assertThat(file.valuesFor(source.document(), NEVER))
                .hasSameSizeAs(expected)
                .allSatisfy((name, values) -> assertThat(values).isEqualTo(expected.get(name)));
    }
}
