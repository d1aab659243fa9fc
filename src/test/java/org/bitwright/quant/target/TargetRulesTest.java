package org.bitwright.quant.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Edge;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetRulesTest {
    private static final ActivationConfig UINT8 = Plans.integers(8, Scheme.ASYMMETRIC);
    private static final ActivationConfig INT8 = Plans.integers(8, Scheme.SYMMETRIC);

    @TempDir
    Path folder;

    @Test
    void biasesAreIntegersAtInputScaleTimesWeightScale() throws IOException {
        // weight scales 127/127 = 1 and 63.5/127 = 0.5; input 0 … 127.5 in 255 steps: 0.5
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {127, 63.5f, 0, 10}, 2, 2)
                .weight("b", new float[] {3.3f, -0.37f}, 2)
                .node("Gemm", "fc", "x w b", "y")
                .output("y", -1, 2));
        QuantConfig config = config(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.ORT_CPU, "x");

        BiasPlan bias = Plans.plan(model, config, Map.of("x", new Range(0, 127.5f)))
                .biases()
                .get("fc");

        assertThat(bias.bias()).isEqualTo("b");
        // 3.3 / 0.5 = 6.6 and −0.37 / 0.25 = −1.48
        assertThat(bias.scales()).containsExactly(0.5f, 0.25f);
        assertThat(bias.codes()).containsExactly(7, -1);
        assertThat(bias.values()).containsExactly(3.5f, -0.25f);
    }

    @Test
    void aBiasBeyond32BitsStaysFloatAndIsNamed() throws IOException {
        // input scale 4/255, weight scale 1e-6/127: 0.1 comes to 8.1e8, 1e9 to 8.1e18
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1e-6f, 0, 0, 1e-6f}, 2, 2)
                .weight("b", new float[] {0.1f, 1e9f}, 2)
                .node("Gemm", "fc", "x w b", "y")
                .output("y", -1, 2));
        QuantConfig config = config(model, Preset.INT8_TENSOR, UINT8, TargetProfile.ORT_CPU, "x");

        ActivationPlan plan = Plans.plan(model, config, Map.of());

        assertThat(plan.biases()).isEmpty();
        assertThat(plan.violations()).containsExactly(new RuleNote(TargetRule.BIAS_OVERFLOW, "fc", List.of("1")));
        assertThat(plan.violations().get(0).text())
                .isEqualTo("1 values of the bias of 'fc' are beyond 32 bits at input scale times weight scale, so that"
                        + " it stays float");
    }

    @Test
    void onMicrocontrollersConcatenationsShareTheWidestRange() throws IOException {
        Model model = open(concatenation());
        QuantConfig config = config(model, Preset.INT8_NARROW, UINT8, TargetProfile.TFLM, "a", "b", "c");
        Map<String, Range> ranges = Map.of("a", new Range(0, 51), "b", new Range(-51, 0), "c", new Range(-10, 10));

        ActivationPlan plan = Plans.plan(model, config, ranges);

        // −51 … 51 in 255 steps of 0.4; −51 / 0.4 = −127.5, to even −128: zero point 128, signed 0
        Quantizer shared = Quantizer.of(new UniformGrid(0.4f, 0, -128, 127));
        assertThat(plan.quantizers()).isEqualTo(Map.of("a", shared, "b", shared, "c", shared));
        assertThat(plan.notes()).extracting(RuleNote::text).contains("'b' shares its parameters with 'a', 'c'");
    }

    @Test
    void aRangeSetByHandHoldsForAllThatShareIt() throws IOException {
        Model model = open(concatenation());
        ManualGrid byHand = ManualGrid.ofRange(new Range(0, 25.5f));
        QuantConfig config = config(model, Preset.INT8_NARROW, UINT8, TargetProfile.TFLM, "a", "b", "c")
                .withActivation("b", UINT8.withManual(Optional.of(byHand)));

        ActivationPlan plan = Plans.plan(model, config, Map.of());

        assertThat(plan.quantizers().get("a")).isEqualTo(Quantizer.of(new UniformGrid(0.1f, -128, -128, 127)));
        assertThat(plan.quantizers().get("c")).isEqualTo(plan.quantizers().get("a"));
    }

    @Test
    void onnxRuntimeConcatenatesDifferentRanges() throws IOException {
        Model model = open(concatenation());
        QuantConfig config = config(model, Preset.INT8_TENSOR, UINT8, TargetProfile.ORT_CPU, "a", "b", "c");

        ActivationPlan plan = Plans.plan(model, config, Map.of("a", new Range(0, 51), "b", new Range(0, 25.5f)));

        assertThat(plan.quantizers().get("a")).isEqualTo(Quantizer.of(new UniformGrid(0.2f, 0, 0, 255)));
        assertThat(plan.quantizers().get("b")).isEqualTo(Quantizer.of(new UniformGrid(0.1f, 0, 0, 255)));
        assertThat(plan.violations()).isEmpty();
    }

    private static OnnxModels concatenation() {
        return OnnxModels.opset(13)
                .input("a", -1, 2)
                .input("b", -1, 2)
                .node("Concat", "join", "a b", "c", "axis=1")
                .output("c", -1, 4);
    }

    @Test
    void softmaxAndTanhHaveFixedResultsOnMicrocontrollers() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 4)
                .node("Tanh", "tanh", "x", "t")
                .node("Softmax", "softmax", "t", "y")
                .output("y", -1, 4));

        ActivationPlan narrow =
                Plans.plan(model, config(model, Preset.FLOAT, UINT8, TargetProfile.TFLM, "x", "t", "y"), Map.of());
        ActivationPlan wide = Plans.plan(
                model,
                config(model, Preset.FLOAT, Plans.integers(16, Scheme.SYMMETRIC), TargetProfile.TFLM, "x", "t", "y"),
                Map.of());

        assertThat(narrow.quantizers().get("t")).isEqualTo(Quantizer.of(new UniformGrid(1 / 128f, 0, -128, 127)));
        assertThat(narrow.quantizers().get("y")).isEqualTo(Quantizer.of(new UniformGrid(1 / 256f, -128, -128, 127)));
        assertThat(wide.quantizers().get("y")).isEqualTo(Quantizer.of(new UniformGrid(1 / 32768f, 0, -32768, 32767)));
        assertThat(wide.violations()).isEmpty();
    }

    @Test
    void gridsThatATargetFixesAreKnown() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 4)
                .node("Tanh", "tanh", "x", "t")
                .node("Softmax", "softmax", "t", "y")
                .output("y", -1, 4));

        assertThat(TargetRules.fixedGrids(model, config(model, Preset.FLOAT, UINT8, TargetProfile.TFLM, "x", "t", "y")))
                .containsExactlyInAnyOrder("t", "y");
        assertThat(TargetRules.fixedGrids(model, config(model, Preset.FLOAT, UINT8, TargetProfile.TFLM, "x", "y")))
                .containsExactly("y");
        assertThat(TargetRules.fixedGrids(
                        model, config(model, Preset.FLOAT, UINT8, TargetProfile.ORT_CPU, "x", "t", "y")))
                .isEmpty();
        assertThat(TargetRules.fixedGrids(model, config(model, Preset.FLOAT, UINT8, TargetProfile.NONE, "x", "t", "y")))
                .isEmpty();
    }

    @Test
    void formatsThatATargetLacksAreNamed() throws IOException {
        Model model = open(layer());

        assertThat(violations(model, Preset.INT8_CHANNEL, Plans.integers(16, Scheme.ASYMMETRIC), TargetProfile.ORT_CPU))
                .containsExactly(
                        "'x' is uint16 (0 … 65535), and the target needs uint8 or int8",
                        "'r' is uint16 (0 … 65535), and the target needs uint8 or int8");
        assertThat(violations(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.TENSORRT))
                .containsExactly(
                        "'x' is uint8 (0 … 255), and the target needs int8 with zero point 0",
                        "'r' is uint8 (0 … 255), and the target needs int8 with zero point 0");
        assertThat(violations(model, Preset.INT4_CHANNEL_MSE, UINT8, TargetProfile.ORT_CPU))
                .isEmpty();
        assertThat(violations(model, Preset.INT16_TENSOR, UINT8, TargetProfile.ORT_CPU))
                .containsExactly("the weight of 'conv' is int16 (-32768 … 32767), per tensor, and with quantized"
                        + " activations the target needs int8 per tensor or per channel, or uint8 per tensor");
        assertThat(violations(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.TFLM))
                .containsExactly(
                        "the weight of 'conv' is int8 (-128 … 127), per channel, and with quantized activations"
                                + " the target needs int8 −127 … 127 with zero point 0, per tensor or per channel");
        assertThat(violations(model, Preset.INT8_NARROW, UINT8, TargetProfile.TFLM))
                .isEmpty();
    }

    @Test
    void gridsBelowZeroKeepARectifierOnOnnxRuntime() throws IOException {
        Model model = open(layer());
        String kept =
                "the grid of 'r' reaches below zero, so that 'relu' does not disappear in it: what lies before it is"
                        + " computed in float; an asymmetric range that starts at zero avoids it";
        QuantConfig unsigned = config(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.ORT_CPU, "x", "r");

        assertThat(violations(model, Preset.INT8_CHANNEL, INT8, TargetProfile.ORT_CPU))
                .containsExactly(kept);
        assertThat(Plans.plan(model, unsigned, Map.of("r", new Range(-1, 3))).violations())
                .extracting(RuleNote::text)
                .containsExactly(kept);
        assertThat(Plans.plan(model, unsigned, Map.of("r", new Range(0, 3))).violations())
                .isEmpty();
        assertThat(violations(model, Preset.INT8_CHANNEL, INT8, TargetProfile.TENSORRT))
                .isEmpty();
    }

    @Test
    void signedAndUnsignedActivationsDoNotMixOnOnnxRuntime() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("a", -1, 2)
                .input("b", -1, 2)
                .node("Add", "add", "a b", "y")
                .output("y", -1, 2));
        QuantConfig config = config(model, Preset.FLOAT, UINT8, TargetProfile.ORT_CPU, "a", "b", "y")
                .withActivation("b", INT8);

        assertThat(Plans.plan(model, config, Map.of()).violations())
                .extracting(RuleNote::text)
                .containsExactly("'add' (Add) is computed in float, since 'b' is signed and 'a', 'y' is not");
    }

    @Test
    void operatorsThatMissAQuantizerAreExplained() throws IOException {
        Model model = open(layer());
        ActivationPlan plan =
                Plans.plan(model, config(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.ORT_CPU, "x"), Map.of());

        // a convolution gives integers only, so without a quantizer behind it nothing is gained
        assertThat(plan.notes())
                .extracting(RuleNote::text)
                .containsExactly("'conv' (Conv) is computed in float, since 'c' is not quantized");
        assertThat(plan.biases()).isEmpty();
    }

    @Test
    void normalizationsHaveToBeFoldedFirst() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 1, 4, 4)
                .weight("w", 2, 1, 3, 3)
                .weight("b", 2)
                .weight("scale", new float[] {2, 3}, 2)
                .weight("shift", 2)
                .weight("mean", 2)
                .weight("variance", new float[] {1, 1}, 2)
                .node("Conv", "conv", "x w b", "c")
                .node("BatchNormalization", "norm", "c scale shift mean variance", "n")
                .node("Relu", "relu", "n", "r")
                .output("r", -1, 2, 2, 2));
        QuantConfig config = config(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.ORT_CPU, "x", "r");
        WeightOverlay folded = WeightOverlay.of(
                "fold",
                Map.of(
                        "w", OnnxModels.values(18),
                        "scale", new float[] {1, 1},
                        "mean", new float[] {0, 0}));

        assertThat(Plans.plan(model, config, Map.of()).violations())
                .extracting(RuleNote::text)
                .containsExactly(
                        "the batch normalization 'norm' behind 'conv' has to be folded into it first (--improve fold)");
        ActivationPlan after = Plans.plan(
                model,
                config.with("conv", config.of("conv").withOverlay(Optional.of(folded))),
                Map.of("r", new Range(0, 3)));
        assertThat(after.violations()).isEmpty();
        assertThat(after.quantizers()).containsOnlyKeys("x", "r");
        assertThat(after.biases()).containsOnlyKeys("conv");
        assertThat(after.notes())
                .contains(
                        new RuleNote(TargetRule.NORMALIZATION_FOLDED, "c", List.of("norm")),
                        new RuleNote(TargetRule.RELU_FOLDED, "n", List.of("relu")));
    }

    @Test
    void theShiftOfAFoldedNormalizationIsTheBiasOfALayerWithoutOne() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 1, 4, 4)
                .weight("w", 1, 1, 3, 3)
                .weight("scale", new float[] {2}, 1)
                .weight("shift", new float[] {0}, 1)
                .weight("mean", new float[] {1}, 1)
                .weight("variance", new float[] {1}, 1)
                .node("Conv", "conv", "x w", "c")
                .node("BatchNormalization", "norm", "c scale shift mean variance", "n")
                .output("n", -1, 1, 2, 2));
        WeightOverlay folded = WeightOverlay.of(
                "fold",
                Map.of(
                        "w", new float[] {127, 0, 0, 0, 0, 0, 0, 0, 0},
                        "scale", new float[] {1},
                        "mean", new float[] {0},
                        "shift", new float[] {-2.2f}));
        QuantConfig config = config(model, Preset.INT8_TENSOR, UINT8, TargetProfile.ORT_CPU, "x", "n");
        config = config.with("conv", config.of("conv").withOverlay(Optional.of(folded)));

        BiasPlan bias = Plans.plan(model, config, Map.of("x", new Range(0, 127.5f)))
                .biases()
                .get("conv");

        // input scale 0.5, weight scale 1: −2.2 / 0.5 = −4.4
        assertThat(bias).isEqualTo(new BiasPlan("shift", new float[] {0.5f}, new int[] {-4}, new float[] {-2}));
    }

    @Test
    void withoutStatisticsOnlyRangesSetByHandHold() throws IOException {
        Model model = open(layer());
        QuantConfig config = config(model, Preset.INT8_CHANNEL, UINT8, TargetProfile.ORT_CPU, "x", "r")
                .withActivation("x", UINT8.withManual(Optional.of(ManualGrid.ofRange(new Range(0, 255)))));

        ActivationPlan plan = TargetRules.plan(model, config, EdgeGrids.unknown(), Plans.numbers(config));

        assertThat(plan.quantizers()).isEqualTo(Map.of("x", Quantizer.of(new UniformGrid(1, 0, 0, 255))));
        assertThat(plan.violations()).contains(new RuleNote(TargetRule.NO_STATISTICS, "r", List.of()));
    }

    @Test
    void activationsAmongFloatOperatorsAreRoundedForNothing() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Tanh", "tanh", "x", "y")
                .output("y", -1, 2));

        assertThat(Plans.plan(model, config(model, Preset.FLOAT, UINT8, TargetProfile.ORT_CPU, "x"), Map.of())
                        .notes())
                .extracting(RuleNote::text)
                .containsExactly("'x' is rounded, but no operator around it is computed in integers on the target");
    }

    @Test
    void constantsThatAreAddedStayFloat() throws IOException {
        Model model = open(OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("position", 2)
                .node("Add", "add", "x position", "y")
                .output("y", -1, 2));

        ActivationPlan plan =
                Plans.plan(model, config(model, Preset.FLOAT, UINT8, TargetProfile.ORT_CPU, "x", "y"), Map.of());

        assertThat(plan.notes()).contains(new RuleNote(TargetRule.CONSTANT_OPERAND, "add", List.of("Add")));
        assertThat(plan.quantizers()).containsOnlyKeys("x", "y");
    }

    private List<String> violations(Model model, Preset weights, ActivationConfig choice, TargetProfile target)
            throws IOException {
        Map<String, Range> ranges = Map.of("r", new Range(0, 3));
        return Plans.plan(model, config(model, weights, choice, target, "x", "r"), ranges).violations().stream()
                .map(RuleNote::text)
                .toList();
    }

    private static OnnxModels layer() {
        return OnnxModels.opset(13)
                .input("x", -1, 1, 4, 4)
                .weight("w", 2, 1, 3, 3)
                .weight("b", 2)
                .node("Conv", "conv", "x w b", "c")
                .node("Relu", "relu", "c", "r")
                .output("r", -1, 2, 2, 2);
    }

    private static QuantConfig config(
            Model model, Preset weights, ActivationConfig choice, TargetProfile target, String... edges) {
        assertThat(model.edges()).extracting(Edge::name).contains(edges);
        return Plans.config(model, weights, List.of(edges), choice, target);
    }

    private Model open(OnnxModels models) throws IOException {
        return models.open(folder).model();
    }
}
