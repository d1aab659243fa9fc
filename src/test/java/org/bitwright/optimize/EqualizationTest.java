package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.ChannelChains;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualizationTest {
    private static final Offset<Float> CLOSE = within(1e-5f);

    @TempDir
    Path folder;

    /**
     * First weight rows (8, 4) and (1, 2), bias (8, 2); second weight columns with ranges 2 and 8. Then s₁ = √(8/2) = 2,
     * s₂ = √(2/8) = ½: rows (4, 2) and (2, 4), bias (4, 4), columns doubled and halved, all ranges 4.
     */
    @Test
    void channelsOfTwoLayersMeetInTheMiddle() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w1", new float[] {8, 4, 1, 2}, 2, 2)
                .weight("b1", new float[] {8, 2}, 2)
                .weight("w2", new float[] {2, -8, -1, 4}, 2, 2)
                .node("Gemm", "/one", "x w1 b1", "h", "transB=1")
                .node("Relu", "/relu", "h", "a")
                .node("Gemm", "/two", "a w2", "y", "transB=1")
                .output("y", -1, 2)
                .open(folder);
        Map<String, float[]> changed = equalized(document);

        assertThat(changed.get("w1")).containsExactly(new float[] {4, 2, 2, 4}, CLOSE);
        assertThat(changed.get("b1")).containsExactly(new float[] {4, 4}, CLOSE);
        assertThat(changed.get("w2")).containsExactly(new float[] {4, -4, -2, 2}, CLOSE);
        assertThat(document.constant("w1").orElseThrow().readFloats()).containsExactly(8, 4, 1, 2);
    }

    /** The weight of a MatMul is stored the other way round; channel 1 of its input is its second row. */
    @Test
    void productsStoredInputFirstAreScaledAlongTheirRows() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w1", new float[] {8, 1, 4, 2}, 2, 2)
                .weight("b1", new float[] {8, 2}, 2)
                .weight("w2", new float[] {2, -1, -8, 4}, 2, 2)
                .node("MatMul", "/one", "x w1", "h")
                .node("Add", "/bias", "h b1", "g")
                .node("Relu", "/relu", "g", "a")
                .node("MatMul", "/two", "a w2", "y")
                .output("y", -1, 2)
                .open(folder);
        Map<String, float[]> changed = equalized(document);

        assertThat(changed.get("w1")).containsExactly(new float[] {4, 2, 2, 4}, CLOSE);
        assertThat(changed.get("b1")).containsExactly(new float[] {4, 4}, CLOSE);
        assertThat(changed.get("w2")).containsExactly(new float[] {4, -2, -4, 2}, CLOSE);
    }

    /** A dead channel has no range to share: it is left alone, whichever side is dead. */
    @Test
    void deadChannelsStayAsTheyAre() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w1", new float[] {0, 0, 1, 2}, 2, 2)
                .weight("w2", new float[] {2, 0, -1, 0}, 2, 2)
                .node("Gemm", "/one", "x w1", "h", "transB=1")
                .node("Gemm", "/two", "h w2", "y", "transB=1")
                .output("y", -1, 2)
                .open(folder);
        Map<String, float[]> changed = equalized(document);

        assertThat(changed.get("w1")).containsExactly(0, 0, 1, 2);
        assertThat(changed.get("w2")).containsExactly(2, 0, -1, 0);
    }

    /** Convolution, normalization, Relu, pooling, depthwise and grouped convolution, flattening, product. */
    @Test
    void theFloatNetworkComputesTheSame() throws Exception {
        OnnxDocument document = longChain();
        List<ChannelChains.Pair> pairs = ChannelChains.of(document, LayerOperations.of(document));
        assertThat(pairs.stream()
                        .map(pair -> pair.first().name() + pair.second().name() + pair.spread()))
                .containsExactly("/a/b1", "/b/c1", "/c/d4", "/d/e1");
        Map<String, float[]> changed = equalized(document);

        assertThat(changed.get("wa"))
                .isNotEqualTo(document.constant("wa").orElseThrow().readFloats());
        MemoryDataset data = MemoryDataset.of(Shape.of(2, 8, 8), OnnxModels.values(128 * 50));
        assertSame(document, data, Preprocessing.scaled(1), changed, "y");
        // and a channel's largest weights meet in a chain's inner pairs too
        float[] c = changed.get("wc");
        float[] d = changed.get("wd");
        for (int channel = 0; channel < 4; channel++) {
            float out = range(c, channel * 18, 18, 1);
            float in = 0;
            for (int row = 0; row < 5; row++) {
                in = Math.max(in, range(d, row * 16 + channel * 4, 4, 1));
            }
            assertThat(out).isCloseTo(in, within(2e-3f * in));
        }
    }

    private OnnxDocument longChain() throws Exception {
        float[] positive = {0.5f, 2, 1, 3};
        return OnnxModels.opset(13)
                .input("x", -1, 2, 8, 8)
                .weight("wa", 4, 2, 3, 3)
                .weight("gamma", new float[] {0.1f, 5, -1, 2}, 4)
                .weight("beta", 4)
                .weight("mean", new float[] {0.3f, -0.2f, 0.1f, 0}, 4)
                .weight("var", positive, 4)
                .weight("wb", 4, 1, 3, 3)
                .weight("bb", 4)
                .weight("wc", 4, 2, 3, 3)
                .weight("wd", 5, 16)
                .weight("bd", 5)
                .weight("we", 3, 5)
                .node("Conv", "/a", "x wa", "a", "pads=[1,1,1,1]")
                .node("BatchNormalization", "/bn", "a gamma beta mean var", "n")
                .node("Relu", "", "n", "ar")
                .node("Conv", "/b", "ar wb bb", "b", "group=4", "pads=[1,1,1,1]")
                .node("Relu", "", "b", "br")
                .node("MaxPool", "", "br", "bp", "kernel_shape=[2,2]", "strides=[2,2]")
                .node("Conv", "/c", "bp wc", "c", "group=2", "pads=[1,1,1,1]")
                .node("LeakyRelu", "", "c", "cr")
                .node("AveragePool", "", "cr", "cp", "kernel_shape=[2,2]", "strides=[2,2]")
                .node("Flatten", "", "cp", "f")
                .node("Gemm", "/d", "f wd bd", "d", "transB=1")
                .node("Relu", "", "d", "dr")
                .node("Gemm", "/e", "dr we", "y", "transB=1")
                .output("y", -1, 3)
                .open(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "residual", "depthwise", "lenet-300-100"})
    void samplesComputeTheSame(String sample) throws Exception {
        Path models = Path.of("sample-models");
        OnnxDocument document = OnnxDocument.open(models.resolve(sample + ".onnx"));
        String set = sample.startsWith("lenet") ? "mnist" : "fashion-mnist";
        Dataset data = DatasetReader.read(models.resolve(set + "/calibration-images-idx3-ubyte.gz"), Optional.empty());
        Map<String, float[]> changed = equalized(document);

        assertThat(changed).isNotEmpty();
        assertSame(document, data, Preprocessing.scaled(1f / 255), changed, "output");
    }

    /**
     * Two channels of 2 × 2 positions after the pooling. A row of 8 is a sample: channel 0, then channel 1. Rows of 4 are
     * of one channel each, and rows of 2 and 16 of one or both: no row of the second weight is of one channel alone.
     */
    @ParameterizedTest
    @CsvSource({
        "-1, 8, 8, true",
        "0, -1, 8, true",
        "0, 8, 8, true",
        "1, -1, 8, true",
        "-1, 4, 4, false",
        "-1, 0, 2, false",
        "-1, 2, 2, false",
        "1, -1, 16, false",
        "-1, 16, 16, false"
    })
    void rowsOfOneSampleAreFollowed(long rows, long length, int inputs, boolean followed) throws Exception {
        OnnxDocument document = reshaped(new long[] {-1, 1, 6, 6}, inputs, rows, length);
        List<ChannelChains.Pair> pairs = ChannelChains.of(document, LayerOperations.of(document));
        assertThat(pairs.stream().map(ChannelChains.Pair::spread)).isEqualTo(followed ? List.of(4) : List.of());
        if (followed && rows <= 0) {
            MemoryDataset data = MemoryDataset.of(Shape.of(1, 6, 6), OnnxModels.values(36 * 10));
            assertSame(document, data, Preprocessing.scaled(1), equalized(document), "y");
        }
    }

    @Test
    void rowsOfAnUnknownShareOfASampleEndAChain() throws Exception {
        long[] anySize = {-1, 1, -1, -1};
        OnnxDocument counted = reshaped(anySize, 8, -1, 8);
        assertThat(ChannelChains.of(counted, LayerOperations.of(counted))).isEmpty();
        OnnxDocument kept = reshaped(anySize, 8, 0, 8);
        assertThat(ChannelChains.of(kept, LayerOperations.of(kept))).hasSize(1);
    }

    /** Behind the mean of all positions a channel has one, whatever the size of the input is. */
    @Test
    void rowsOfMeansAreFollowed() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1, -1, -1)
                .weight("w1", new float[] {4, 0.5f}, 2, 1, 1, 1)
                .weight("w2", new float[] {1, 3, -2, 4, 0.5f, 2}, 2, 3)
                .longs("shape", -1, 2)
                .node("Conv", "/one", "x w1", "h")
                .node("GlobalAveragePool", "", "h", "p")
                .node("Reshape", "", "p shape", "f")
                .node("MatMul", "/two", "f w2", "y")
                .output("y", -1, 3)
                .open(folder);
        assertThat(equalized(document)).containsKeys("w1", "w2");
        MemoryDataset data = MemoryDataset.of(Shape.of(1, 3, 3), OnnxModels.values(9 * 10));
        assertSame(document, data, Preprocessing.scaled(1), equalized(document), "y");
    }

    /** 6 × 6 without padding under 3 × 3 leaves 4 × 4, of which pairs leave 2 × 2. */
    private OnnxDocument reshaped(long[] input, int inputs, long... target) throws Exception {
        return OnnxModels.opset(13)
                .input("x", input)
                .weight("w1", 2, 1, 3, 3)
                .weight("w2", inputs, 3)
                .longs("shape", target)
                .node("Conv", "/one", "x w1", "h")
                .node("Relu", "", "h", "r")
                .node("MaxPool", "", "r", "p", "kernel_shape=[2,2]", "strides=[2,2]")
                .node("Reshape", "", "p shape", "f")
                .node("MatMul", "/two", "f w2", "y")
                .output("y", -1, 3)
                .open(folder);
    }

    /** max(0, s·x) + slope · min(0, s·x) is s times that of x, whatever the slope of a channel is. */
    @Test
    void aSlopeForEveryChannelScales() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w1", new float[] {5, 1, 2, 0.1f, 0.2f, -0.3f, -1, 0.5f, 3}, 3, 3)
                .weight("slope", new float[] {0.25f, -0.5f, 1.5f}, 3)
                .weight("w2", new float[] {1, 3, -0.2f, 4, 0.3f, 2}, 3, 2)
                .node("Gemm", "/one", "x w1", "h")
                .node("PRelu", "", "h slope", "a")
                .node("Gemm", "/two", "a w2", "y")
                .output("y", -1, 2)
                .open(folder);
        Map<String, float[]> changed = equalized(document);
        assertThat(changed).containsKeys("w1", "w2");
        assertSame(
                document,
                MemoryDataset.of(Shape.of(3), 1, -2, 3, -4, 5, -6, 0.5f, 0.25f, -1),
                Preprocessing.scaled(1),
                changed,
                "y");
    }

    /**
     * γ = (3, 2), β = (1, −1), μ = (2, 1), σ² + ε = (9, 4): factors 1 and 1. With bias (5, 7): 5 − 2 + 1 = 4 and 7 − 1 − 1
     * = 5. Doubling γ doubles weights and shifts.
     */
    @Test
    void aNormalizationIsFoldedIntoWeightAndBias() throws Exception {
        OnnxDocument document = normalized("x w b");
        LayerConstants constants = new LayerConstants(document, Map.of("gamma", new float[] {6, 4}));
        NormalizationFold.fold(LayerOperations.of(document).of("/conv").orElseThrow(), constants);

        Map<String, float[]> changed = constants.changed();
        assertThat(changed.get("w")).containsExactly(new float[] {2, 4}, CLOSE);
        assertThat(changed.get("b")).containsExactly(new float[] {2 * 3 + 1, 2 * 6 - 1}, CLOSE);
        assertThat(changed.get("gamma")).containsExactly(1, 1);
        assertThat(changed.get("beta")).containsExactly(0, 0);
        assertThat(changed.get("mean")).containsExactly(0, 0);
        assertThat(changed.get("var")).containsExactly(new float[] {1, 1}, CLOSE);
        MemoryDataset data = MemoryDataset.of(Shape.of(1, 2, 2), OnnxModels.values(40));
        Map<String, float[]> doubled = new HashMap<>(Map.of("gamma", new float[] {6, 4}));
        assertSame(document, data, Preprocessing.scaled(1), doubled, changed, "y");
    }

    @Test
    void withoutABiasTheShiftTakesItsPlace() throws Exception {
        OnnxDocument document = normalized("x w");
        LayerConstants constants = new LayerConstants(document, Map.of());
        NormalizationFold.fold(LayerOperations.of(document).of("/conv").orElseThrow(), constants);

        assertThat(constants.changed().get("w")).containsExactly(new float[] {1, 2}, CLOSE);
        assertThat(constants.changed().get("beta")).containsExactly(new float[] {1 - 2, -1 - 1}, CLOSE);
        MemoryDataset data = MemoryDataset.of(Shape.of(1, 2, 2), OnnxModels.values(40));
        assertSame(document, data, Preprocessing.scaled(1), constants.changed(), "y");
    }

    private OnnxDocument normalized(String inputs) throws Exception {
        return OnnxModels.opset(13)
                .input("x", -1, 1, 2, 2)
                .weight("w", new float[] {1, 2}, 2, 1, 1, 1)
                .weight("b", new float[] {5, 7}, 2)
                .weight("gamma", new float[] {3, 2}, 2)
                .weight("beta", new float[] {1, -1}, 2)
                .weight("mean", new float[] {2, 1}, 2)
                .weight("var", new float[] {9 - 1e-5f, 4 - 1e-5f}, 2)
                .node("Conv", "/conv", inputs, "h")
                .node("BatchNormalization", "/bn", "h gamma beta mean var", "y")
                .output("y", -1, 2, 2, 2)
                .open(folder);
    }

    private static Map<String, float[]> equalized(OnnxDocument document) {
        LayerConstants constants = new LayerConstants(document, Map.of());
        Equalization.equalize(ChannelChains.of(document, LayerOperations.of(document)), constants, CancelToken.none());
        return constants.changed();
    }

    private static float range(float[] values, int from, int count, int stride) {
        float range = 0;
        for (int i = 0; i < count; i++) {
            range = Math.max(range, Math.abs(values[from + i * stride]));
        }
        return range;
    }

    private static void assertSame(
            OnnxDocument document, Dataset data, Preprocessing preprocessing, Map<String, float[]> to, String output)
            throws Exception {
        assertSame(document, data, preprocessing, Map.of(), to, output);
    }

    /** Outputs agree within 1e-4 of the largest. */
    private static void assertSame(
            OnnxDocument document,
            Dataset data,
            Preprocessing preprocessing,
            Map<String, float[]> from,
            Map<String, float[]> to,
            String output)
            throws Exception {
        float[] largest = {0, 0};
        ActivationRecorder.open(document, data, preprocessing, CancelToken.none())
                .record(
                        List.of(from, to),
                        Set.of(output),
                        data.size(),
                        (first, networks) -> {
                            float[] before = networks.get(0).get(output).values();
                            float[] after = networks.get(1).get(output).values();
                            for (int i = 0; i < before.length; i++) {
                                largest[0] = Math.max(largest[0], Math.abs(before[i]));
                                largest[1] = Math.max(largest[1], Math.abs(before[i] - after[i]));
                            }
                        },
                        new Progress(),
                        CancelToken.none());
        assertThat(largest[0]).isPositive();
        assertThat(largest[1]).isLessThan(1e-4f * largest[0]);
    }
}
