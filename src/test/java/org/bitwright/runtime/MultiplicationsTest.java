package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiplicationsTest {
    @TempDir
    Path folder;

    @Test
    void aConvolutionSumsUpItsKernelAtEveryPosition() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 4, 9, 9)
                .weight("w", 6, 4, 3, 3)
                .node("Conv", "conv", "x w", "y", "strides=[2,2]")
                .output("y", -1, 6, 4, 4);

        // 6 channels × 4 × 4 positions × (4 × 3 × 3)
        assertThat(count(model, 4, 9, 9)).containsExactly(Map.entry("conv", 6L * 16 * 36));
    }

    @Test
    void groupsSeeTheirOwnChannelsAlone() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 4, 5, 5)
                .weight("d", 4, 1, 3, 3)
                .node("Conv", "depthwise", "x d", "h", "group=4", "pads=[1,1,1,1]")
                .weight("g", 6, 2, 1, 1)
                .node("Conv", "grouped", "h g", "y", "group=2")
                .output("y", -1, 6, 5, 5);

        assertThat(count(model, 4, 5, 5))
                .containsEntry("depthwise", 4L * 25 * 9)
                .containsEntry("grouped", 6L * 25 * 2);
    }

    @Test
    void aTransposedConvolutionSpreadsEveryInput() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 4, 3, 3)
                .weight("w", 4, 3, 2, 2)
                .node("ConvTranspose", "up", "x w", "y", "strides=[2,2]", "group=2")
                .output("y", -1, 6, 6, 6);

        // 4 channels × 3 × 3 positions × (3 × 2 × 2)
        assertThat(count(model, 4, 3, 3)).containsEntry("up", 4L * 9 * 12);
    }

    @Test
    void aGemmSumsUpWhicheverWayItsFactorsLie() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 5)
                .weight("a", 7, 5)
                .node("Gemm", "turned", "x a", "h", "transB=1")
                .weight("b", 7, 2)
                .node("Gemm", "plain", "h b", "y")
                .output("y", -1, 2);

        assertThat(count(model, 5)).containsEntry("turned", 7L * 5).containsEntry("plain", 2L * 7);
    }

    @Test
    void batchedProductsCountEveryMatrix() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 3, 4, 5)
                .weight("right", 5, 6)
                .node("MatMul", "right", "x right", "h")
                .weight("left", 2, 4)
                .node("MatMul", "left", "left h", "y")
                .output("y", -1, 3, 2, 6);

        // 3 × 4 × 6 sums of 5; 3 × 2 × 6 sums of 4
        assertThat(count(model, 3, 4, 5)).containsEntry("right", 72L * 5).containsEntry("left", 36L * 4);
    }

    @Test
    void aSharedWeightCountsEveryUse() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 2, 4)
                .weight("w", 4, 4)
                .node("MatMul", "first", "x w", "h")
                .node("MatMul", "second", "h w", "y")
                .output("y", -1, 2, 4);

        assertThat(count(model, 2, 4).values()).containsExactly(2L * (2 * 4 * 4));
    }

    @Test
    void tablesAreLookedUpAndCellsMeetEveryStep() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 3)
                .longs("rows", 0, 2, 2)
                .weight("table", 3, 4)
                .node("Gather", "lookup", "table rows", "looked")
                .node("MatMul", "mix", "x looked", "m")
                .longs("axes", 0)
                .node("Unsqueeze", "step", "m axes", "s")
                .weight("w", 1, 8, 4)
                .weight("r", 1, 8, 2)
                .node("LSTM", "cell", "s w r", "steps last", "hidden_size=2")
                .node("Squeeze", "drop", "last axes", "y")
                .output("y", -1, 2);

        // One step of one sample: all 32 and all 16 weights once.
        assertThat(count(model, 3))
                .containsEntry("lookup", 0L)
                .containsEntry("cell/W", 32L)
                .containsEntry("cell/R", 16L);
    }

    @Test
    void aFixedBatchIsPartedAmongItsSamples() throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", 4, 5)
                .weight("w", 5, 3)
                .node("MatMul", "product", "x w", "y")
                .output("y", 4, 3);

        assertThat(count(model, 5)).containsEntry("product", 15L);
    }

    @Test
    void aSampleNetworkByHand() throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", "lenet5.onnx"));
        MemoryDataset data = MemoryDataset.of(Shape.of(1, 28, 28), new float[2 * 784]);

        Map<String, Long> counts = Multiplications.of(document, data, Preprocessing.scaled(1), CancelToken.none());

        // 6 × 28² sums of 25, for the image is padded; 16 × 10² of 150; then 400 × 120, 120 × 84 and 84 × 10
        assertThat(counts.values()).containsExactly(117_600L, 240_000L, 48_000L, 10_080L, 840L);
    }

    private Map<String, Long> count(OnnxModels model, long... sample) throws Exception {
        Shape shape = Shape.of(sample);
        MemoryDataset data = MemoryDataset.of(shape, OnnxModels.values(8 * Math.toIntExact(shape.elements())));
        return Multiplications.of(model.open(folder), data, Preprocessing.scaled(1), CancelToken.none());
    }
}
