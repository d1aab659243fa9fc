package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.FormatExamples;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Layers;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.quant.target.EdgeGrids;
import org.bitwright.quant.target.LayerNumbers;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.quant.target.TargetRules;
import org.bitwright.task.CancelToken;
import org.bitwright.training.RangeRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What training rounded to at its end is, bit for bit, what the workbench makes of the configuration. */
class TrainedConfigTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int SIZE = 40;

    /** Of the weights, in some steps. */
    private static final List<float[]> GRADIENTS = IntStream.range(0, 30)
            .mapToObj(step -> Layers.gaussian(step, SIZE * SIZE, 0.02))
            .toList();

    @TempDir
    Path folder;

    static List<Arguments> choices() {
        List<Arguments> choices = new ArrayList<>();
        for (RangeRule rule : RangeRule.values()) {
            FormatExamples.configs().forEach(config -> choices.add(Arguments.of(rule, config)));
            for (Calibrator calibrator : List.of(
                    Calibrator.mse(), Calibrator.percentile(99), Calibrator.articleRule(), Calibrator.entropy())) {
                FormatExamples.configs().stream()
                        .filter(config -> config.format().bits() == 4)
                        .filter(config -> FormatRules.obstacle(config.format(), calibrator)
                                .isEmpty())
                        .forEach(config -> choices.add(Arguments.of(rule, config.withCalibrator(calibrator))));
            }
        }
        return choices;
    }

    @ParameterizedTest
    @MethodSource("choices")
    void weightsComeBackBitForBit(RangeRule rule, TensorConfig config) throws IOException {
        Model model = model();
        for (Layer layer : model.layers()) {
            float[] master = layer.weight().readFloats();
            WeightRounding rounding = WeightRounding.of(layer, config, rule, master);
            float[] rounded = new float[master.length];
            train(rounding, master, rounded);

            QuantConfig trained = TrainedConfig.of(
                    model,
                    QuantConfig.empty().with(layer.name(), config),
                    Map.of(layer.weight().name(), master),
                    List.of(rounding),
                    none());

            TensorConfig choice = trained.of(layer.name());
            LayerWeights weights = LayerWeights.read(layer, choice.overlay(), NEVER);
            LayerGrids grids = LayerQuantizer.grids(weights, choice, NEVER);
            assertThat(LayerQuantizer.values(weights, grids, NEVER)).isEqualTo(rounded);
            assertThat(choice.format()).isEqualTo(config.format());
            assertThat(choice.granularity()).isEqualTo(config.granularity());
            assertThat(choice.overlay().orElseThrow().origin()).isEqualTo("training");
        }
    }

    /** Some steps as training takes them, and the end of an epoch. */
    private static void train(WeightRounding rounding, float[] master, float[] rounded) {
        for (float[] step : GRADIENTS) {
            rounding.round(master, rounded);
            float[] gradient = step.clone();
            rounding.backward(master, gradient);
            for (int i = 0; i < master.length; i++) {
                master[i] -= gradient[i];
            }
            for (int i = 0; i < rounding.learned().length; i++) {
                rounding.learned()[i] -= 0.01f * rounding.learnedGradient()[i];
            }
            rounding.limit(master);
        }
        rounding.settle(master);
        rounding.round(master, rounded);
    }

    @Test
    void whatTheFormatFindsAgainIsLeftToIt() throws IOException {
        Model model = model();
        Layer layer = model.layers().get(0);
        TensorConfig minmax = config(NumberFormat.uniform(4, Scheme.SYMMETRIC));

        assertThat(trained(model, layer, minmax, RangeRule.MOVING).isHandMade()).isFalse();
        assertThat(trained(model, layer, minmax, RangeRule.FIXED).isHandMade()).isTrue();
        assertThat(trained(model, layer, minmax, RangeRule.LEARNED).isHandMade())
                .isTrue();
    }

    @Test
    void theWeightStaysTheFloatOneWhereItCan() throws IOException {
        Model model = model();
        Layer layer = model.layers().get(0);

        assertThat(distinct(trained(model, layer, config(NumberFormat.binary()), RangeRule.MOVING), layer))
                .isGreaterThan(100);
        assertThat(distinct(trained(model, layer, config(new NumberFormat.Codebook(3)), RangeRule.MOVING), layer))
                .isLessThanOrEqualTo(8);
    }

    private static long distinct(TensorConfig choice, Layer layer) {
        Set<Float> values = new HashSet<>();
        for (float x :
                choice.overlay().orElseThrow().values().get(layer.weight().name())) {
            values.add(x);
        }
        return values.size();
    }

    private static TensorConfig trained(Model model, Layer layer, TensorConfig config, RangeRule rule)
            throws IOException {
        float[] master = layer.weight().readFloats();
        WeightRounding rounding = WeightRounding.of(layer, config, rule, master);
        train(rounding, master, new float[master.length]);
        return TrainedConfig.of(
                        model,
                        QuantConfig.empty().with(layer.name(), config),
                        Map.of(layer.weight().name(), master),
                        List.of(rounding),
                        none())
                .of(layer.name());
    }

    @Test
    void constantsOfNoLayerLieInTheOverlayOfTheLayerThatFollows() throws IOException {
        Model model = model();
        Map<String, float[]> parameters = new TreeMap<>();
        for (String name : List.of("w1", "b1", "gain", "shift", "w2", "tail")) {
            parameters.put(name, new float[] {1, 2});
        }

        QuantConfig trained = TrainedConfig.of(model, QuantConfig.empty(), parameters, List.of(), none());

        assertThat(tensors(trained, "fc1")).containsExactly("b1", "w1");
        // Behind the last layer nothing follows.
        assertThat(tensors(trained, "fc2")).containsExactly("gain", "shift", "tail", "w2");
        // Both stay float.
        assertThat(trained.of("fc1").format().isQuantized()).isFalse();
    }

    @Test
    void anOverlayKeepsItsConstantsAndSaysThatItWasTrained() throws IOException {
        Model model = model();
        float[] weight = new float[SIZE * SIZE];
        WeightOverlay equalized = WeightOverlay.of("equalization", Map.of("w1", weight, "gain", new float[SIZE]));
        QuantConfig start =
                QuantConfig.empty().with("fc1", TensorConfig.unquantized().withOverlay(Optional.of(equalized)));
        float[] gain = {5};

        QuantConfig trained = TrainedConfig.of(model, start, Map.of("gain", gain), List.of(), none());

        WeightOverlay overlay = trained.of("fc1").overlay().orElseThrow();
        assertThat(overlay.origin()).isEqualTo("equalization+training");
        assertThat(overlay.values().get("gain")).containsExactly(5);
        assertThat(overlay.values().get("w1")).isSameAs(weight);
        assertThat(trained.of("fc2").overlay()).isEmpty();
        // Copied: training goes on.
        gain[0] = 7;
        assertThat(overlay.values().get("gain")).containsExactly(5);
        QuantConfig again = TrainedConfig.of(model, trained, Map.of("gain", gain), List.of(), none());
        assertThat(again.of("fc1").overlay().orElseThrow().origin()).isEqualTo("equalization+training");
    }

    @Test
    void aCorrectionForTheOldWeightsEnds() throws IOException {
        WeightOverlay corrected = WeightOverlay.corrected(
                "bias correction", Optional.empty(), Map.of("b1", new float[SIZE]), Map.of("b1", new float[] {1}));
        QuantConfig start =
                QuantConfig.empty().with("fc1", TensorConfig.unquantized().withOverlay(Optional.of(corrected)));

        QuantConfig trained = TrainedConfig.of(model(), start, Map.of("b1", new float[] {2}), List.of(), none());

        WeightOverlay overlay = trained.of("fc1").overlay().orElseThrow();
        assertThat(overlay.uncorrected()).isEmpty();
        assertThat(overlay.values().get("b1")).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource(RangeRule.class)
    void activationsComeBackBitForBitOnEveryTarget(RangeRule rule) throws IOException {
        for (TargetProfile target : TargetProfile.values()) {
            for (NumberFormat.Ranged format : List.of(
                    new NumberFormat.Uniform(8, Scheme.ASYMMETRIC),
                    new NumberFormat.Uniform(4, Scheme.SYMMETRIC),
                    new NumberFormat.Uniform(4, Scheme.POWER_OF_TWO),
                    new NumberFormat.Minifloat(FloatType.E4M3FN))) {
                check(rule, target, format);
            }
        }
    }

    private void check(RangeRule rule, TargetProfile target, NumberFormat.Ranged format) throws IOException {
        Model model = activations();
        QuantConfig config = QuantConfig.empty().withTarget(target);
        for (Layer layer : model.layers()) {
            config = config.with(layer.name(), config(NumberFormat.uniform(8, Scheme.SYMMETRIC)));
        }
        for (String edge : List.of("x", "h", "r", "s", "t", "y")) {
            config = config.withActivation(edge, ActivationConfig.ofStatic(format, Calibrator.minMax()));
        }
        Map<String, Quantizer> quantizers = TargetRules.plan(
                        model,
                        config,
                        (edge, choice) -> Optional.of(format.grid(new Range(-1, edge.equals("h") ? 3 : 1.7f))),
                        numbers(config))
                .quantizers();
        ActivationRoundings roundings =
                ActivationRoundings.of(config, quantizers, TargetRules.fixedGrids(model, config), rule);
        train(roundings);

        QuantConfig trained = TrainedConfig.of(model, config, Map.of(), List.of(), roundings);

        Map<String, Quantizer> planned = TargetRules.plan(model, trained, EdgeGrids.unknown(), numbers(trained))
                .quantizers();
        assertThat(planned).isEqualTo(roundings.quantizers());
        assertThat(planned).isNotEmpty();
        assertThat(planned.equals(quantizers)).isEqualTo(rule == RangeRule.FIXED);
    }

    private static void train(ActivationRoundings roundings) {
        for (int step = 0; step < 20; step++) {
            int seed = step;
            roundings.beginStep();
            roundings.roundings().forEach((edge, rounding) -> {
                float[] x = Layers.gaussian(seed + edge.hashCode(), 300, 2);
                float[] gradient = Layers.gaussian(seed, 300, 0.1);
                rounding.forward(0, x, new float[300], 300);
                rounding.backward(0, x, gradient, 300);
            });
            roundings.endStep(4);
            for (int i = 0; i < roundings.learned().length; i++) {
                roundings.learned()[i] -= 0.01f * roundings.learnedGradient()[i];
            }
        }
        roundings.freeze();
    }

    private static LayerNumbers numbers(QuantConfig config) {
        return new LayerNumbers() {
            @Override
            public List<Grid> grids(Layer layer) throws IOException {
                return LayerQuantizer.grids(LayerWeights.read(layer, NEVER), config.of(layer.name()), NEVER)
                        .list();
            }

            @Override
            public float[] added(Layer layer, String constant) throws IOException {
                return layer.bias().orElseThrow().readFloats();
            }
        };
    }

    private static List<String> tensors(QuantConfig config, String layer) {
        return List.copyOf(config.of(layer).overlay().orElseThrow().tensors());
    }

    private static TensorConfig config(NumberFormat format) {
        return TensorConfig.of(format, Granularity.TENSOR, Calibrator.minMax());
    }

    private static ActivationRoundings none() {
        return ActivationRoundings.of(QuantConfig.empty(), new HashMap<>(), Set.of(), RangeRule.FIXED);
    }

    /** Two layers with constants of none before, between and behind them; channels are rows of one, columns of the other. */
    private Model model() throws IOException {
        return OnnxModels.opset(17)
                .input("x", -1, SIZE)
                .weight("w1", Layers.gaussian(1, SIZE * SIZE, 0.1), SIZE, SIZE)
                .weight("b1", new float[SIZE], SIZE)
                .weight("gain", new float[SIZE], SIZE)
                .weight("shift", new float[SIZE], SIZE)
                .weight("w2", Layers.gaussian(2, SIZE * SIZE, 0.2), SIZE, SIZE)
                .weight("tail", new float[SIZE], SIZE)
                .node("Gemm", "fc1", "x w1 b1", "h", "transB=1")
                .node("Mul", "scaled", "h gain", "m")
                .node("Add", "shifted", "m shift", "a")
                .node("MatMul", "fc2", "a w2", "p")
                .node("Add", "last", "p tail", "y")
                .output("y", -1, SIZE)
                .open(folder)
                .model();
    }

    /** A network in which a target folds, shares and fixes. */
    private Model activations() throws IOException {
        return OnnxModels.opset(17)
                .input("x", -1, 4)
                .weight("w1", Layers.gaussian(1, 16, 0.5), 4, 4)
                .weight("b1", new float[4], 4)
                .weight("w2", Layers.gaussian(2, 16, 0.5), 4, 4)
                .node("Gemm", "fc1", "x w1 b1", "h", "transB=1")
                .node("Relu", "relu", "h", "r")
                .node("Concat", "both", "x r", "s", "axis=1")
                .node("Sigmoid", "sigmoid", "r", "t")
                .node("MatMul", "fc2", "t w2", "y")
                .output("y", -1, 4)
                .result("s")
                .open(folder)
                .model();
    }
}
