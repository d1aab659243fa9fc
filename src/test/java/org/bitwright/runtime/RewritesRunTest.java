package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;
import org.bitwright.onnx.CodeType;
import org.bitwright.onnx.CodedWeights;
import org.bitwright.onnx.FreeBatch;
import org.bitwright.onnx.LargeModel;
import org.bitwright.onnx.LinearWeight;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.PromotedWeights;
import org.bitwright.onnx.ScaleAxis;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.runtime.session.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewritten networks, run by ONNX Runtime, answer as the rewrite says. */
class RewritesRunTest {
    @TempDir
    Path folder;

    @Test
    void externalWeightsAreFoundByTheSession() throws Exception {
        OnnxDocument document = OnnxDocument.open(LargeModel.write(folder, 1, 8));
        float[] first = run(document, Map.of("x0", identity(8)));
        assertThat(first).isEqualTo(document.constant("w0").orElseThrow().readFloats());
        float[] changed = new float[64];
        changed[5] = 2;
        assertThat(run(SimulatedWeights.replace(document, Map.of("w0", changed)), Map.of("x0", identity(8))))
                .isEqualTo(changed);
    }

    @Test
    void writtenExternalWeightsAreFoundByTheSession() throws Exception {
        OnnxDocument document = OnnxDocument.open(LargeModel.write(folder, 2, 3000)); // 72 MB: stays external
        Path target = Files.createDirectory(folder.resolve("to")).resolve("copy.onnx");
        OnnxWriter.write(document, target);
        OnnxDocument written = OnnxDocument.open(target);
        assertThat(written.externalFiles()).hasSize(1);
        FloatTensor input = new FloatTensor(OnnxModels.values(3000), Shape.of(1, 3000));
        assertThat(run(written, Map.of("x0", input))).isEqualTo(run(document, Map.of("x0", input)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "residual", "vit"})
    void promotedWeightsFedTheirOwnValuesChangeNothing(String sample) throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", sample + ".onnx"));
        FloatTensor image = new FloatTensor(OnnxModels.values(784), Shape.of(1, 1, 28, 28));
        Map<String, FloatTensor> feeds = new HashMap<>(Map.of("input", image));
        for (Layer layer : document.model().layers()) {
            feeds.put(
                    layer.weight().name(),
                    new FloatTensor(layer.weight().readFloats(), layer.weight().shape()));
        }
        List<String> names = document.model().layers().stream()
                .map(layer -> layer.weight().name())
                .toList();
        float[] promoted = run(PromotedWeights.promote(document, names), feeds);
        assertThat(promoted).containsExactly(run(document, Map.of("input", image)), within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "depthwise", "vit"})
    void integerAndSimulatedFormsOfAWholeNetworkAgree(String sample) throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", sample + ".onnx"));
        Map<String, float[]> simulated = new LinkedHashMap<>();
        CodedWeights integers = CodedWeights.of(document);
        for (Layer layer : document.model().layers()) {
            float[] scales = new float[layer.channels()];
            Arrays.fill(scales, 0.01f);
            int[] codes = new int[(int) layer.parameters()];
            float[] values = layer.weight().readFloats();
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (int) Math.max(-128, Math.min(127, Math.rint(values[i] / 0.01f)));
                values[i] = codes[i] * 0.01f;
            }
            String weight = layer.weight().name();
            simulated.put(weight, values);
            ScaleAxis axis = ScaleAxis.channels(layer.channelAxis().orElseThrow());
            integers.add(new LinearWeight(
                    weight, codes, scales, new int[scales.length], new CodeType.Integers(8, true), axis));
        }
        Map<String, FloatTensor> image =
                Map.of("input", new FloatTensor(OnnxModels.values(2 * 784), Shape.of(2, 1, 28, 28)));
        Path file = folder.resolve("integers.onnx");
        OnnxWriter.write(integers.finish().document(), file);
        assertThat(Files.size(file)).isLessThan(Files.size(document.file()) / 2);
        assertThat(run(OnnxDocument.open(file), image))
                .containsExactly(run(SimulatedWeights.replace(document, simulated), image), within(1e-4f));
    }

    @Test
    void aFreedBatchAnswersEachSampleAsBefore() throws Exception {
        OnnxDocument fixed = OnnxModels.opset(13)
                .input("x", 1, 2, 2)
                .longs("flat", 1, 4)
                .weight("w", 4, 3)
                .node("Reshape", "", "x flat", "h")
                .node("MatMul", "", "h w", "y")
                .output("y", 1, 3)
                .open(folder);
        float[] two = OnnxModels.values(8);
        float[] both = run(FreeBatch.of(fixed).orElseThrow(), Map.of("x", new FloatTensor(two, Shape.of(2, 2, 2))));
        float[] second = Arrays.copyOfRange(two, 4, 8);
        assertThat(both).hasSize(6);
        assertThat(Arrays.copyOfRange(both, 3, 6))
                .containsExactly(run(fixed, Map.of("x", new FloatTensor(second, Shape.of(1, 2, 2)))), within(1e-6f));
    }

    private record FloatTensor(float[] values, Shape shape) {}

    private static FloatTensor identity(int size) {
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return new FloatTensor(identity, Shape.of(size, size));
    }

    private static Offset<Float> within(float tolerance) {
        return Offset.offset(tolerance);
    }

    private static float[] run(OnnxDocument document, Map<String, FloatTensor> inputs) throws Exception {
        Map<String, Values> fed = new HashMap<>();
        inputs.forEach((name, tensor) ->
                fed.put(name, SingleRun.floats(tensor.values(), tensor.shape().toArray())));
        return SingleRun.first(Sessions.of(document), fed);
    }
}
