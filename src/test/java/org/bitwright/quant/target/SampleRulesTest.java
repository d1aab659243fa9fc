package org.bitwright.quant.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Edge;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleRulesTest {

    @Test
    void onOnnxRuntimeLenetIsRoundedBehindItsRectifiersAndMovedInBetween() throws IOException {
        Model model = sample("lenet5");

        ActivationPlan plan = plan(model, TargetProfile.ORT_CPU, Preset.INT8_CHANNEL, Scheme.ASYMMETRIC);

        assertThat(plan.quantizers())
                .containsOnlyKeys(
                        "input", "/Relu_output_0", "/Relu_1_output_0", "/Relu_2_output_0", "/Relu_3_output_0");
        assertThat(plan.carried())
                .containsOnlyKeys("/pool/MaxPool_output_0", "/pool_1/MaxPool_output_0", "/Flatten_output_0");
        assertThat(plan.carried().get("/Flatten_output_0"))
                .isEqualTo(plan.quantizers().get("/Relu_1_output_0"));
        assertThat(plan.biases()).hasSize(5);
        assertThat(plan.violations()).isEmpty();
        assertThat(Plans.rules(plan.notes()))
                .filteredOn(rule -> rule == TargetRule.RELU_FOLDED)
                .hasSize(4);
        assertThat(Plans.rules(plan.notes())).doesNotContain(TargetRule.INCOMPLETE, TargetRule.ROUNDED_ONLY);
    }

    @Test
    void residualBlocksAddQuantizedActivations() throws IOException {
        Model model = sample("residual");

        ActivationPlan plan = plan(model, TargetProfile.ORT_CPU, Preset.INT8_CHANNEL, Scheme.ASYMMETRIC);

        // the second convolution of a block ends in the Add, without a rectifier
        assertThat(plan.quantizers())
                .containsKeys(
                        "/block1/conv2/Conv_output_0",
                        "/block1/Relu_1_output_0",
                        "/block2/shortcut/Conv_output_0",
                        "/average/GlobalAveragePool_output_0");
        assertThat(plan.quantizers()).doesNotContainKeys("/block1/Add_output_0", "output");
        assertThat(plan.biases()).hasSize(9);
        assertThat(plan.violations()).isEmpty();
        assertThat(Plans.rules(plan.notes())).doesNotContain(TargetRule.INCOMPLETE, TargetRule.ROUNDED_ONLY);
    }

    @Test
    void transformersAreRoundedInFrontOfTheirLayersOnly() throws IOException {
        Model model = sample("vit");

        ActivationPlan plan = plan(model, TargetProfile.ORT_CPU, Preset.INT8_CHANNEL, Scheme.ASYMMETRIC);

        assertThat(plan.quantizers())
                .containsKeys("input", "/block1/norm1/LayerNormalization_output_0", "/block1/Mul_2_output_0");
        // Gelu by Div, Erf, Add, Mul; attention; what the layers give
        assertThat(plan.quantizers())
                .doesNotContainKeys(
                        "/block1/Div_output_0",
                        "/block1/Erf_output_0",
                        "/block1/Mul_1_output_0",
                        "/block1/Softmax_output_0",
                        "/block1/query/MatMul_output_0",
                        "/block1/Add_output_0");
        assertThat(plan.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "lenet-300-100", "simple-model", "residual", "depthwise"})
    void microcontrollersRoundEverythingAndNothingIsWrong(String name) throws IOException {
        Model model = sample(name);

        ActivationPlan plan = plan(model, TargetProfile.TFLM, Preset.INT8_NARROW, Scheme.ASYMMETRIC);

        assertThat(plan.violations()).isEmpty();
        assertThat(Plans.rules(plan.notes())).doesNotContain(TargetRule.INCOMPLETE, TargetRule.ROUNDED_ONLY);
        assertThat(plan.biases()).hasSize(model.layers().size());
        long folded = Plans.rules(plan.notes()).stream()
                .filter(rule -> rule == TargetRule.RELU_FOLDED)
                .count();
        assertThat(plan.quantizers().size() + plan.carried().size() + folded)
                .isLessThanOrEqualTo(model.edges().size());
        assertThat(plan.quantizers()).containsKey("output");
    }

    @Test
    void whatMicrocontrollersCannotComputeStaysFloatWithAllAroundIt() throws IOException {
        List<String> edges = TargetRules.usualEdges(sample("vit"), TargetProfile.TFLM, ActivationMode.STATIC);

        assertThat(edges)
                .contains("input", "/block1/norm1/LayerNormalization_output_0", "/block1/fc1/MatMul_output_0")
                // Gelu by Div, Erf, Add, Mul, Mul: Div and Erf are float, and so is what depends on them
                .doesNotContain("/block1/Div_output_0", "/block1/Erf_output_0", "/block1/Mul_1_output_0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "lenet-300-100", "simple-model", "residual", "depthwise", "vit"})
    void symmetricIntegersBreakNoRuleOfTensorRt(String name) throws IOException {
        Model model = sample(name);

        ActivationPlan plan = plan(model, TargetProfile.TENSORRT, Preset.INT8_CHANNEL, Scheme.SYMMETRIC);

        assertThat(plan.violations()).isEmpty();
        assertThat(plan.quantizers()).isNotEmpty();
        assertThat(Plans.rules(plan.notes())).doesNotContain(TargetRule.INCOMPLETE, TargetRule.ROUNDED_ONLY);
        assertThat(plan.biases()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "lenet-300-100", "simple-model", "residual", "depthwise", "vit"})
    void dynamicActivationsStandInFrontOfLayers(String name) throws IOException {
        Model model = sample(name);
        List<String> edges = TargetRules.usualEdges(model, TargetProfile.ORT_CPU, ActivationMode.DYNAMIC);
        QuantConfig config =
                Plans.config(model, Preset.INT8_CHANNEL, edges, ActivationConfig.dynamic(), TargetProfile.ORT_CPU);

        ActivationPlan plan = Plans.plan(model, config, Map.of());

        assertThat(plan.quantizers().values()).containsOnly(Quantizer.dynamic());
        assertThat(plan.quantizers().keySet()).containsExactlyElementsOf(edges);
        assertThat(plan.carried()).isEmpty();
        assertThat(plan.biases()).isEmpty();
        assertThat(plan.violations()).isEmpty();
        // every layer is computed in integers, with a float result
        assertThat(Plans.rules(plan.notes())).doesNotContain(TargetRule.INCOMPLETE, TargetRule.ROUNDED_ONLY);
    }

    @Test
    void withoutATargetEveryChoiceStandsForItself() throws IOException {
        Model model = sample("lenet5");
        List<String> all = model.edges().stream().map(Edge::name).toList();
        QuantConfig config =
                Plans.config(model, Preset.INT8_CHANNEL, all, Plans.integers(5, Scheme.SYMMETRIC), TargetProfile.NONE);

        ActivationPlan plan = Plans.plan(model, config, Map.of());

        assertThat(plan.quantizers().keySet()).containsExactlyElementsOf(all);
        assertThat(plan.carried()).isEmpty();
        assertThat(plan.biases()).isEmpty();
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.violations()).isEmpty();
    }

    private static ActivationPlan plan(Model model, TargetProfile target, Preset weights, Scheme scheme)
            throws IOException {
        List<String> edges = TargetRules.usualEdges(model, target, ActivationMode.STATIC);
        return Plans.plan(
                model, Plans.config(model, weights, edges, Plans.integers(8, scheme), target), rectified(model));
    }

    /** Behind rectifiers values start at zero. */
    private static Map<String, Range> rectified(Model model) {
        Map<String, Range> ranges = new HashMap<>();
        model.edges().stream()
                .filter(edge -> edge.producerType().equals("Relu"))
                .forEach(edge -> ranges.put(edge.name(), new Range(0, 3)));
        return ranges;
    }

    private static Model sample(String name) throws IOException {
        return OnnxDocument.open(Path.of("sample-models/" + name + ".onnx")).model();
    }
}
