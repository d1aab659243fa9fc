package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.onnx.LayerOperations;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.ActivationRecorder;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row times the weight is what ONNX Runtime computes at the row's position, whatever the operator's attributes. */
class RowCollectorTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pads=[0,0,0,0]",
                "pads=[1,1,1,1]",
                "pads=[2,0,1,3] strides=[2,3]",
                "pads=[1,2,1,2] dilations=[2,1] strides=[1,2]",
            })
    void rowsOfAConvolutionGiveItsOutputs(String attributes) throws Exception {
        OnnxDocument document = convolution(2, 6, 3, attributes);
        check(document, "/conv", Shape.of(6, 7, 9), 3 * 9);
    }

    @Test
    void rowsOfADepthwiseConvolutionGiveItsOutputs() throws Exception {
        OnnxDocument document = convolution(4, 4, 1, "pads=[1,1,1,1]");
        check(document, "/conv", Shape.of(4, 5, 6), 9);
    }

    @Test
    void rowsOfAConvolutionAlongOneAxisGiveItsOutputs() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3, 11)
                .weight("w", 5, 3, 4)
                .node("Conv", "/conv", "x w", "y", "pads=[1,2]", "strides=[2]", "dilations=[2]")
                .output("y", -1, 5, 4)
                .open(folder);
        check(document, "/conv", Shape.of(3, 11), 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transB=1", "transB=0"})
    void rowsOfAMatrixProductGiveItsOutputs(String orientation) throws Exception {
        boolean turned = orientation.endsWith("1");
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 6)
                .weight("w", turned ? new long[] {4, 6} : new long[] {6, 4})
                .weight("b", 4)
                .node("Gemm", "/fc", "x w b", "y", orientation)
                .output("y", -1, 4)
                .open(folder);
        check(document, "/fc", Shape.of(6), 6);
    }

    @Test
    void rowsOfATokenwiseProductWithItsBiasGiveItsOutputs() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 5, 6)
                .weight("w", 6, 4)
                .weight("b", 4)
                .node("MatMul", "/fc", "x w", "h")
                .node("Add", "/add", "b h", "y")
                .output("y", -1, 5, 4)
                .open(folder);
        check(document, "/fc", Shape.of(5, 6), 6);
    }

    @Test
    void rowsAreTheSameForTheSameSeedAndOthersForAnother() throws Exception {
        OnnxDocument document = convolution(2, 6, 3, "pads=[1,1,1,1]");
        MemoryDataset data = samples(Shape.of(6, 7, 9), 40);
        SampledRows first = collect(document, "/conv", data, 80, 1);
        assertThat(first.rows()).isEqualTo(80); // two of 63 positions a sample
        assertThat(collect(document, "/conv", data, 80, 1).inputs()).isDeepEqualTo(first.inputs());
        assertThat(collect(document, "/conv", data, 80, 2).inputs()[0]).isNotEqualTo(first.inputs()[0]);
    }

    @Test
    void aCancelledTokenEndsTheRecording() throws Exception {
        OnnxDocument document = convolution(2, 6, 3, "pads=[1,1,1,1]");
        ActivationRecorder recorder = ActivationRecorder.open(
                document, samples(Shape.of(6, 7, 9), 4), Preprocessing.scaled(1), CancelToken.none());
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        assertThatThrownBy(
                        () -> recorder.record(Map.of(), Set.of("y"), 4, (first, values) -> {}, new Progress(), cancel))
                .isInstanceOf(CancellationException.class);
    }

    /** @param outputs channels of the convolution with a kernel of 3 × 3 on six channels, or four */
    private OnnxDocument convolution(int groups, int outputs, int inputs, String attributes) throws Exception {
        String[] all = ("group=" + groups + " " + attributes).split(" ");
        return OnnxModels.opset(13)
                .input("x", -1, (long) inputs * groups, -1, -1)
                .weight("w", outputs, inputs, 3, 3)
                .weight("b", outputs)
                .node("Conv", "/conv", "x w b", "y", all)
                .output("y", -1, outputs, -1, -1)
                .open(folder);
    }

    private static void check(OnnxDocument document, String layer, Shape sample, int columns) throws Exception {
        SampledRows rows = collect(document, layer, samples(sample, 35), 10_000, 1);
        LayerOperation operation = LayerOperations.of(document).of(layer).orElseThrow();
        int outputs = operation.geometry().outputs();
        float[] weight = operation.layer().weight().readFloats();
        float[] bias = operation.bias().isPresent()
                ? document.constant(operation.bias().get()).orElseThrow().readFloats()
                : new float[outputs];
        assertThat(operation.geometry().columns()).isEqualTo(columns);
        assertThat(rows.rows()).isPositive().isEqualTo(rows.outputs().length / outputs);
        for (int row = 0; row < rows.rows(); row++) {
            for (int o = 0; o < outputs; o++) {
                float[] inputs = rows.inputs()[o * operation.geometry().groups() / outputs];
                double y = bias[o];
                for (int k = 0; k < columns; k++) {
                    y += (double) inputs[row * columns + k]
                            * weight[operation.geometry().index(o, k)];
                }
                assertThat((double) rows.outputs()[row * outputs + o]).isCloseTo(y, within(1e-4));
            }
        }
    }

    private static SampledRows collect(OnnxDocument document, String layer, MemoryDataset data, int wanted, long seed)
            throws Exception {
        ActivationRecorder recorder =
                ActivationRecorder.open(document, data, Preprocessing.scaled(1), CancelToken.none());
        LayerOperation operation = LayerOperations.of(document).of(layer).orElseThrow();
        RowCollector.Run run = (value, samples, sink, progress, cancel) ->
                recorder.record(Map.of(), Set.of(value), samples, sink, progress, cancel);
        return new RowCollector(operation, data.size(), wanted, seed)
                .collect(run, run, new Progress(), CancelToken.none());
    }

    private static MemoryDataset samples(Shape shape, int count) {
        return MemoryDataset.of(shape, OnnxModels.values((int) shape.elements() * count));
    }
}
