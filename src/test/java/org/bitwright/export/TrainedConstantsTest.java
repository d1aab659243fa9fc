package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bitwright.io.safetensors.SafetensorsReader;
import org.bitwright.model.StateDict;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Layers;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training changes biases, gains of normalizations, and constants of layers that stay float: all reach every file. */
class TrainedConstantsTest {
    private static final CancelToken NEVER = CancelToken.none();

    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private ExportSource source;
    private Map<String, float[]> trained = Map.of();

    @BeforeEach
    void train() throws IOException {
        model = folder.resolve("model.onnx");
        OnnxModels.opset(17)
                .input("x", -1, 8)
                .weight("w1", Layers.gaussian(1, 64, 0.3), 8, 8)
                .weight("b1", new float[8], 8)
                .weight("gain", Layers.gaussian(2, 8, 1), 8)
                .weight("shift", new float[8], 8)
                .weight("w2", Layers.gaussian(3, 64, 0.3), 8, 8)
                .weight("position", new float[8], 8)
                .weight("w3", Layers.gaussian(4, 32, 0.3), 4, 8)
                .node("Gemm", "fc1", "x w1 b1", "h", "transB=1")
                .node("LayerNormalization", "norm", "h gain shift", "n")
                .node("MatMul", "fc2", "n w2", "p")
                .node("Add", "place", "p position", "q")
                .node("Gemm", "fc3", "q w3", "y", "transB=1")
                .output("y", -1, 4)
                .write(model);
        WeightOverlay first = WeightOverlay.of("training", Map.of("w1", values(5, 64), "b1", values(6, 8)));
        WeightOverlay second =
                WeightOverlay.of("training", Map.of("w2", values(7, 64), "gain", values(8, 8), "shift", values(9, 8)));
        WeightOverlay third = WeightOverlay.of("training", Map.of("w3", values(10, 32), "position", values(11, 8)));
        TensorConfig narrow =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
        // The layer in the middle stays float.
        QuantConfig config = QuantConfig.empty()
                .with("fc1", narrow.withOverlay(Optional.of(first)))
                .with("fc2", TensorConfig.unquantized().withOverlay(Optional.of(second)))
                .with("fc3", narrow.withOverlay(Optional.of(third)));
        source = ExportSources.of(model, config);
        Map<String, float[]> all = new HashMap<>();
        for (WeightOverlay overlay : new WeightOverlay[] {first, second, third}) {
            all.putAll(overlay.values());
        }
        all.putAll(source.simulatedWeights(NEVER));
        trained = all;
    }

    private static float[] values(int seed, int count) {
        return Layers.gaussian(seed, count, 0.5);
    }

    @Test
    void theSimulationRunsOnAllOfThem() throws IOException {
        Map<String, float[]> constants = SimulatedValues.candidate(
                        source.model(), source.config(), ActivationPlan.none(), ExportSources.UNCACHED, NEVER)
                .constants();

        assertThat(constants).containsOnlyKeys(trained.keySet());
        trained.forEach(
                (name, values) -> assertThat(constants.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void theSimulatedNetworkHoldsThem() throws IOException, InferenceException {
        OnnxDocument written = OnnxDocument.open(write(ExportTarget.SIMULATED));

        for (Map.Entry<String, float[]> constant : trained.entrySet()) {
            assertThat(written.constant(constant.getKey()).orElseThrow().readFloats())
                    .as(constant.getKey())
                    .containsExactly(constant.getValue());
        }
    }

    @Test
    void theIntegerNetworkHoldsThoseThatStayFloat() throws IOException, InferenceException {
        OnnxDocument written = OnnxDocument.open(write(ExportTarget.QDQ));

        for (String name : new String[] {"b1", "gain", "shift", "w2", "position"}) {
            assertThat(written.constant(name).orElseThrow().readFloats()).isEqualTo(trained.get(name));
        }
    }

    @Test
    void theCodedFileGivesThemBack() throws IOException, InferenceException {
        Path decoded = folder.resolve("decoded.onnx");

        DecodedModel.write(source.document(), CodedFile.read(write(ExportTarget.HUFFMAN)), decoded, NEVER);

        OnnxDocument written = OnnxDocument.open(decoded);
        for (Map.Entry<String, float[]> constant : trained.entrySet()) {
            assertThat(written.constant(constant.getKey()).orElseThrow().readFloats())
                    .as(constant.getKey())
                    .containsExactly(constant.getValue());
        }
    }

    @Test
    void stateDictsHoldThem() throws IOException, InferenceException {
        StateDict read = SafetensorsReader.read(write(ExportTarget.SAFETENSORS));

        for (String name : new String[] {"gain", "shift", "position"}) {
            assertThat(read.tensor(name).orElseThrow().readFloats()).isEqualTo(trained.get(name));
        }
    }

    @Test
    void theConfigurationComesBack() throws IOException, InferenceException {
        ConfigFile file = ConfigFile.read(write(ExportTarget.CONFIG));

        ConfigImport imported = ConfigImport.onto(source.document(), ExportSources.UNCACHED, file, NEVER);

        assertThat(imported.config()).isEqualTo(source.config());
        assertThat(imported.differences()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ExportTarget.class)
    void everyFileIsWritten(ExportTarget target) throws IOException, InferenceException {
        assertThat(Files.size(write(target))).isPositive();
    }

    private Path write(ExportTarget target) throws IOException, InferenceException {
        Path file = folder.resolve("out." + target.extension());
        Exports.write(target, source, file, new Progress(), NEVER);
        return file;
    }
}
