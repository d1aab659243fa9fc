package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.io.safetensors.SafetensorsReader;
import org.bitwright.io.torch.TorchReader;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictExportTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final TensorConfig FOUR_BITS =
            TensorConfig.of(ConfigNames.format("int", 4, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax());

    @TempDir
    private Path folder;

    private List<String> notes = List.of();

    private StateDict pth(ExportSource source) throws IOException {
        Path file = folder.resolve("state.pth");
        notes = StateDictExport.pth().write(source, file, NEVER).stream()
                .map(Phrase::toString)
                .toList();
        return TorchReader.read(file);
    }

    private StateDict safetensors(ExportSource source) throws IOException {
        Path file = folder.resolve("state.safetensors");
        StateDictExport.safetensors().write(source, file, NEVER);
        return SafetensorsReader.read(file);
    }

    private static float[] values(StateDict state, String name) throws IOException {
        return state.tensor(name).orElseThrow().readFloats();
    }

    @Test
    void bothFormsHoldTheSimulatedValuesUnderPyTorchsNames() throws IOException {
        String model = "simple-model.onnx";
        ExportSource source = ExportSources.of(model, ExportSources.everyLayer(model, FOUR_BITS));
        Layer layer = source.model().layers().get(0);
        float[] expected = LayerQuantizer.values(
                source.layers().weights(layer, FOUR_BITS, NEVER),
                source.layers().quantized(layer, FOUR_BITS, NEVER).layerGrids(),
                NEVER);

        for (StateDict state : List.of(pth(source), safetensors(source))) {
            assertThat(state.tensors())
                    .extracting(Tensor::name)
                    .containsExactly("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
            assertThat(state.tensor("fc1.weight").orElseThrow().shape().toArray())
                    .containsExactly(256, 784);
            assertThat(values(state, "fc1.weight")).isEqualTo(expected);
            assertThat(values(state, "fc2.bias"))
                    .isEqualTo(
                            source.document().constant("fc2.bias").orElseThrow().readFloats());
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void valuesOfOverlaysAreWritten() throws IOException {
        float[] bias = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        TensorConfig changed =
                FOUR_BITS.withOverlay(Optional.of(WeightOverlay.of("training", Map.of("fc2.bias", bias), Map.of())));
        ExportSource source =
                ExportSources.of("simple-model.onnx", QuantConfig.empty().with("fc2/Gemm", changed));

        assertThat(values(pth(source), "fc2.bias")).isEqualTo(bias);
    }

    @Test
    void weightsOfProductsAreTurnedAsLinearLayersHoldThem() throws IOException {
        ExportSource source = ExportSources.of("vit.onnx", QuantConfig.empty());
        Tensor stored = source.document().constant("block1.fc1.weight").orElseThrow();
        assertThat(stored.shape().toArray()).containsExactly(64, 128);

        StateDict state = pth(source);

        Tensor turned = state.tensor("block1.fc1.weight").orElseThrow();
        assertThat(turned.shape().toArray()).containsExactly(128, 64);
        assertThat(turned.readFloats()[5 * 64 + 3]).isEqualTo(stored.readFloats()[3 * 128 + 5]);
        // Gemm transposes its weight itself: it is stored as PyTorch has it
        assertThat(values(state, "fc.weight"))
                .isEqualTo(source.document().constant("fc.weight").orElseThrow().readFloats());
        assertThat(values(state, "position")).hasSize(16 * 64);
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("'block1.fc1.weight'")
                .doesNotContain("'fc.weight'");
    }

    /** As PyTorch exports a folded normalization, and a linear layer in a network of three dimensions. */
    @Test
    void namesThatTheExporterMadeBecomeThoseOfTheModules() throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 1, 2, 2)
                .weight("onnx::Conv_12", 3, 1, 1, 1)
                .weight("onnx::Conv_13", 3)
                .node("Conv", "/block/conv/Conv", "x onnx::Conv_12 onnx::Conv_13", "h")
                .weight("onnx::MatMul_20", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .node("MatMul", "/head/MatMul", "h onnx::MatMul_20", "p")
                .weight("head.bias", 3)
                .node("Add", "/head/Add", "p head.bias", "q")
                .weight("table", 3, 2)
                .node("MatMul", "product", "q table", "y")
                .output("y", -1, 3, 2, 2)
                .write(folder.resolve("made.onnx"));

        StateDict state = pth(ExportSources.of(model, QuantConfig.empty()));

        assertThat(state.tensors())
                .extracting(Tensor::name)
                .containsExactlyInAnyOrder("block.conv.weight", "block.conv.bias", "head.weight", "head.bias", "table");
        assertThat(state.tensor("head.weight").orElseThrow().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(values(state, "head.weight")).containsExactly(1, 4, 2, 5, 3, 6);
        // no module's weight: the program multiplies with it as it is
        assertThat(state.tensor("table").orElseThrow().shape()).isEqualTo(Shape.of(3, 2));
    }

    @Test
    void namesThatNobodyKnowsAreKeptAndTold() throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("onnx::MatMul_1", 2, 3)
                .node("MatMul", "product", "x onnx::MatMul_1", "y")
                .output("y", -1, 3)
                .write(folder.resolve("unknown.onnx"));

        StateDict state = pth(ExportSources.of(model, QuantConfig.empty()));

        assertThat(state.tensor("onnx::MatMul_1").orElseThrow().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(notes).singleElement().asString().contains("'onnx::MatMul_1' keeps the model's name");
    }

    @Test
    void limitsAndShapesAreNoParameters() throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("low", new float[] {0})
                .weight("high", new float[] {6})
                .longs("shape", -1, 2)
                .node("Clip", "clip", "x low high", "c")
                .node("Reshape", "reshape", "c shape", "r")
                .weight("fc.weight", 2, 2)
                .node("Gemm", "fc", "r fc.weight", "y", "transB=1")
                .weight("unused", 4)
                .output("y", -1, 2)
                .write(folder.resolve("limits.onnx"));

        assertThat(pth(ExportSources.of(model, QuantConfig.empty())).tensors())
                .extracting(Tensor::name)
                .containsExactly("fc.weight");
    }
}
