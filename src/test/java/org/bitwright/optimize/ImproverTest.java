package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Improvements of small networks, worked out by hand. */
class ImproverTest {
    private static final TensorConfig FOUR_BITS =
            TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax());
    private static final ImprovementOptions OPTIONS = ImprovementOptions.defaults();

    @TempDir
    Path folder;

    /**
     * Weights (0.4, 7) with scale 7/7 = 1 become (0, 7): the output loses 0.4 · x₁, on x₁ = 1 and 3 in the mean 0.8. The
     * bias 0.5 becomes 1.3; of the errors −0.4 and −1.2 there remain 0.4 and −0.4.
     */
    @Test
    void theMeanErrorMovesIntoTheBias() throws Exception {
        OnnxDocument document = oneLayer("x w b");
        Improvement improvement = improve(
                ImprovementKind.BIAS_CORRECTION,
                document,
                QuantConfig.of(Map.of("/fc", FOUR_BITS)),
                MemoryDataset.of(Shape.of(2), 1, 0, 3, 0));

        TensorConfig config = improvement.config().of("/fc");
        assertThat(config.overlay().orElseThrow().values().get("b")).containsExactly(new float[] {1.3f}, within(1e-6f));
        assertThat(config.overlay().orElseThrow().uncorrected().get("b")).containsExactly(0.5f);
        assertThat(config.baseOverlay()).isEmpty();
        ImprovedLayer layer = improvement.layers().get(0);
        assertThat(layer.before().error()).isCloseTo(0.16 + 1.44, within(1e-5));
        assertThat(layer.after().error()).isCloseTo(0.16 + 0.16, within(1e-5));
        assertThat(layer.after().power()).isCloseTo(0.9 * 0.9 + 1.7 * 1.7, within(1e-5));
        // and once more finds nothing to correct: it starts from the bias before
        Improvement again = improve(
                ImprovementKind.BIAS_CORRECTION,
                document,
                improvement.config(),
                MemoryDataset.of(Shape.of(2), 1, 0, 3, 0));
        assertThat(again.config()).isEqualTo(improvement.config());
    }

    /**
     * The same weights, and y = 3 · (0.4 · x₁ + 0.5) + 2: the output loses 1.2 and 3.6, in the mean 2.4, which the bias
     * could only take up by a third. The normalization's shift 2 becomes 4.4; of the errors there remain 1.2 and −1.2.
     */
    @Test
    void behindANormalizationItsShiftTakesTheErrorUp() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {0.4f, 7}, 1, 2)
                .weight("b", new float[] {0.5f}, 1)
                .weight("scale", new float[] {3}, 1)
                .weight("shift", new float[] {2}, 1)
                .weight("mean", new float[] {0}, 1)
                .weight("variance", new float[] {1 - 1e-5f}, 1)
                .node("Gemm", "/fc", "x w b", "h", "transB=1")
                .node("BatchNormalization", "", "h scale shift mean variance", "y")
                .output("y", -1, 1)
                .open(folder);
        Improvement improvement = improve(
                ImprovementKind.BIAS_CORRECTION,
                document,
                QuantConfig.of(Map.of("/fc", FOUR_BITS)),
                MemoryDataset.of(Shape.of(2), 1, 0, 3, 0));

        Map<String, float[]> corrected =
                improvement.config().of("/fc").overlay().orElseThrow().values();
        assertThat(corrected.get("shift")).containsExactly(new float[] {4.4f}, within(1e-5f));
        assertThat(corrected).doesNotContainKey("b");
        ImprovedLayer layer = improvement.layers().get(0);
        assertThat(layer.before().error()).isCloseTo(1.44 + 12.96, within(1e-4));
        assertThat(layer.after().error()).isCloseTo(1.44 + 1.44, within(1e-4));
    }

    @Test
    void aLayerWithoutABiasIsLeftAloneAndSaysSo() throws Exception {
        Improvement improvement = improve(
                ImprovementKind.BIAS_CORRECTION,
                oneLayer("x w"),
                QuantConfig.of(Map.of("/fc", FOUR_BITS)),
                MemoryDataset.of(Shape.of(2), 1, 0, 3, 0));
        assertThat(improvement.layers().get(0).note()).asString().contains("no bias");
        assertThat(improvement.config().of("/fc")).isEqualTo(FOUR_BITS);
    }

    @Test
    void aLayerThatIsNotQuantizedIsLeftAloneAndSaysSo() throws Exception {
        for (ImprovementKind kind : List.of(
                ImprovementKind.BIAS_CORRECTION, ImprovementKind.LEARNED_ROUNDING, ImprovementKind.ERROR_FEEDBACK)) {
            Improvement improvement =
                    improve(kind, oneLayer("x w b"), QuantConfig.empty(), MemoryDataset.of(Shape.of(2), 1, 0, 3, 0));
            assertThat(improvement.layers().get(0).note()).asString().contains("not quantized");
            assertThat(improvement.config()).isEqualTo(QuantConfig.empty());
        }
    }

    @Test
    void roundingIsLearnedForIntegersOnlyButErrorsAreFedBackForAnyFormat() throws Exception {
        TensorConfig binary = TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax());
        QuantConfig config = QuantConfig.of(Map.of("/fc", binary));
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 1, 3, 2);
        assertThat(improve(ImprovementKind.LEARNED_ROUNDING, oneLayer("x w b"), config, data)
                        .layers()
                        .get(0)
                        .note())
                .asString()
                .contains("integers");
        Improvement fed = improve(ImprovementKind.ERROR_FEEDBACK, oneLayer("x w b"), config, data);
        // α = (0.4 + 7) / 2 = 3.7 and both stay positive: errors (3.3, −3.3) · (1, 1) = 0 and · (3, 2) = 3.3
        assertThat(fed.layers().get(0).isChanged()).isTrue();
        assertThat(fed.layers().get(0).before().error()).isCloseTo(3.3 * 3.3, within(1e-3));
        assertThat(fed.layers().get(0).after().error()).isCloseTo(3.3 * 3.3, within(1e-3));
    }

    /** Codes in storage order [in, out]: what learning found as a matrix [out, in] must come back turned. */
    @Test
    void codesLieInTheStorageOrderOfTheWeight() throws Exception {
        float[] stored = {0.46f, 7, 0.44f, -7}; // columns: (0.46, 0.44) and (7, −7)
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", stored, 2, 2)
                .node("MatMul", "/fc", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        MemoryDataset data = MemoryDataset.of(Shape.of(2), 1, 1, 2, 2, 3, 3, 4, 4);
        for (ImprovementKind kind : List.of(ImprovementKind.LEARNED_ROUNDING, ImprovementKind.ERROR_FEEDBACK)) {
            QuantConfig config = improve(kind, document, QuantConfig.of(Map.of("/fc", FOUR_BITS)), data)
                    .config();
            Layer layer = document.model().layers().get(0);
            LayerWeights weights = LayerWeights.read(layer, config.of("/fc").overlay(), CancelToken.none());
            float[] values = LayerQuantizer.values(
                    weights, LayerQuantizer.grids(weights, config.of("/fc"), CancelToken.none()), CancelToken.none());
            assertThat(values[1]).isEqualTo(7);
            assertThat(values[3]).isEqualTo(-7);
            assertThat(values[0] + values[2]).isEqualTo(1);
            assertThat(config.of("/fc").rounding()).isInstanceOf(Rounding.Assigned.class);
        }
    }

    /** New codes need another correction: the old one is taken back, equalized weights stay. */
    @Test
    void learnedRoundingTakesAnEarlierCorrectionBack() throws Exception {
        OnnxDocument document = twoLayers();
        QuantConfig config = QuantConfig.of(Map.of("/one", FOUR_BITS, "/two", FOUR_BITS));
        MemoryDataset data = MemoryDataset.of(Shape.of(3), OnnxModels.values(3 * 40));
        QuantConfig equalized =
                improve(ImprovementKind.EQUALIZATION, document, config, data).config();
        QuantConfig corrected = improve(ImprovementKind.BIAS_CORRECTION, document, equalized, data)
                .config();
        QuantConfig rounded = improve(ImprovementKind.LEARNED_ROUNDING, document, corrected, data)
                .config();

        assertThat(corrected.of("/one").overlay().orElseThrow().origin()).isEqualTo("equalize+bias-correction");
        assertThat(rounded.of("/one").overlay()).isEqualTo(equalized.of("/one").overlay());
        assertThat(rounded.of("/one").rounding()).isInstanceOf(Rounding.Assigned.class);
        // a correction on top of codes keeps them
        QuantConfig last = improve(ImprovementKind.BIAS_CORRECTION, document, rounded, data)
                .config();
        assertThat(last.of("/one").rounding()).isEqualTo(rounded.of("/one").rounding());
    }

    /** Channels scaled by equalization count in the model's own units: without quantization the errors stay 0. */
    @Test
    void equalizationAloneMakesNoOutputError() throws Exception {
        Improvement improvement = improve(
                ImprovementKind.EQUALIZATION,
                twoLayers(),
                QuantConfig.empty(),
                MemoryDataset.of(Shape.of(3), OnnxModels.values(3 * 40)));
        for (ImprovedLayer layer : improvement.layers()) {
            assertThat(layer.isChanged()).isTrue();
            assertThat(layer.before().error()).isZero();
            assertThat(layer.after().error()).isZero();
            assertThat(layer.after().power()).isEqualTo(layer.before().power());
        }
    }

    @Test
    void onlyTheLayersThatAreAskedForChange() throws Exception {
        OnnxDocument document = twoLayers();
        QuantConfig config = QuantConfig.of(Map.of("/one", FOUR_BITS, "/two", FOUR_BITS));
        MemoryDataset data = MemoryDataset.of(Shape.of(3), OnnxModels.values(3 * 40));
        Improvement improvement = new Improver(document, weights())
                .improve(
                        ImprovementKind.ERROR_FEEDBACK,
                        config,
                        List.of("/two"),
                        data,
                        Preprocessing.scaled(1),
                        OPTIONS,
                        new Progress(),
                        CancelToken.none());
        assertThat(improvement.layers()).extracting(ImprovedLayer::name).containsExactly("/two");
        assertThat(improvement.config().of("/one")).isEqualTo(FOUR_BITS);
        assertThat(improvement.config().of("/two")).isNotEqualTo(FOUR_BITS);
    }

    @Test
    void everyKindGivesTheSameOnOneThreadAndOnMany() throws Exception {
        OnnxDocument document = twoLayers();
        QuantConfig config = QuantConfig.of(Map.of("/one", FOUR_BITS, "/two", FOUR_BITS));
        MemoryDataset data = MemoryDataset.of(Shape.of(3), OnnxModels.values(3 * 200));
        for (ImprovementKind kind : ImprovementKind.values()) {
            Improvement many = improve(kind, document, config, data);
            Improvement one = Parallel.onOneThread(() -> {
                try {
                    return improve(kind, document, config, data);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(one.config()).isEqualTo(many.config());
            assertThat(one.layers()).isEqualTo(many.layers());
        }
    }

    @Test
    void aCancelledTokenEndsEveryKind() throws Exception {
        OnnxDocument document = twoLayers();
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        for (ImprovementKind kind : ImprovementKind.values()) {
            assertThatThrownBy(() -> new Improver(document, weights())
                            .improve(
                                    kind,
                                    QuantConfig.of(Map.of("/one", FOUR_BITS, "/two", FOUR_BITS)),
                                    List.of("/one", "/two"),
                                    MemoryDataset.of(Shape.of(3), OnnxModels.values(3 * 40)),
                                    Preprocessing.scaled(1),
                                    OPTIONS,
                                    new Progress(),
                                    cancel))
                    .isInstanceOf(CancellationException.class);
        }
    }

    private OnnxDocument oneLayer(String inputs) throws Exception {
        return OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {0.4f, 7}, 1, 2)
                .weight("b", new float[] {0.5f}, 1)
                .node("Gemm", "/fc", inputs, "y", "transB=1")
                .output("y", -1, 1)
                .open(folder);
    }

    private OnnxDocument twoLayers() throws Exception {
        return OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w1", new float[] {5, 1, 2, 0.1f, 0.2f, -0.3f}, 2, 3)
                .weight("b1", 2)
                .weight("w2", new float[] {1, 3, -0.2f, 4}, 2, 2)
                .weight("b2", 2)
                .node("Gemm", "/one", "x w1 b1", "h", "transB=1")
                .node("Relu", "", "h", "a")
                .node("Gemm", "/two", "a w2 b2", "y", "transB=1")
                .output("y", -1, 2)
                .open(folder);
    }

    private static WeightSource weights() {
        return (layer, config, cancel) -> LayerWeights.read(layer, config.overlay(), cancel);
    }

    private static Improvement improve(
            ImprovementKind kind, OnnxDocument document, QuantConfig config, MemoryDataset data) throws Exception {
        return new Improver(document, weights())
                .improve(
                        kind,
                        config,
                        document.model().layers().stream().map(Layer::name).toList(),
                        data,
                        Preprocessing.scaled(1),
                        OPTIONS,
                        new Progress(),
                        CancelToken.none());
    }
}
