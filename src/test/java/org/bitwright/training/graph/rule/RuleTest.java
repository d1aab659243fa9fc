package org.bitwright.training.graph.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.model.Shape;
import org.bitwright.training.graph.rule.Arithmetic.Kind;
import org.bitwright.training.graph.rule.DirectConvolution.Steps;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives against differences of the function itself. */
class RuleTest {
    private static final double STEP = 1e-2;

    private record Case(Rule rule, float[]... inputs) {}

    static Stream<Named<Case>> rules() {
        List<Named<Case>> cases = new ArrayList<>();
        curves().forEach(curve -> cases.add(Named.of(curve.getName(), pointwise(curve.getPayload()))));
        for (Kind kind : Kind.values()) {
            cases.add(arithmetic(kind, Shape.of(2, 3, 4), Shape.of(2, 3, 4)));
            cases.add(arithmetic(kind, Shape.of(2, 3, 4), Shape.of(4)));
            cases.add(arithmetic(kind, Shape.of(3, 1), Shape.of(2, 3, 4)));
            cases.add(arithmetic(kind, Shape.of(2, 1, 4), Shape.of(3, 1)));
            cases.add(arithmetic(kind, Shape.of(), Shape.of(2, 3)));
        }
        int[] places = {3, 4, 5, Rearranged.FILLED, 0, 1, 2, 2};
        cases.add(named(new Rearranged("rearranged", Shape.of(8), 6, places, 0.5f), 6));
        cases.add(named(new Rearranged("halves", Shape.of(6), 6, new int[] {3, 4, 5, 0, 1, 2}, 0), 6));
        cases.add(named(new Joined(Shape.of(2, 5), 2, new int[] {2, 3}), 4, 6));
        cases.add(named(new Summed(Shape.of(2, 4), 2, 3, 4, 1.0 / 3), 24));
        cases.add(named(new Softmax(Shape.of(2, 4), 2, 4, 1, false), 8));
        cases.add(named(new Softmax(Shape.of(2, 3, 2), 2, 3, 2, false), 12));
        cases.add(named(new Softmax(Shape.of(2, 4), 2, 4, 1, true), 8));
        cases.add(named(new LayerNormalization(Shape.of(3, 5), 3, 5, 1e-5), 15, 5, 5));
        cases.add(named(new LayerNormalization(Shape.of(3, 5), 3, 5, 1e-5), 15, 5));
        cases.add(named(
                new AffineNormalization(
                        Shape.of(2, 3, 2), 2, 2, new float[] {0.1f, -0.2f, 0.3f}, new float[] {1, 2, 0.5f}),
                12,
                3,
                3));
        cases.add(named(new BatchNormalization(Shape.of(4, 3, 2), 2, 1e-5, statistics(true)), 24, 3, 3));
        cases.add(named(new BatchNormalization(Shape.of(4, 3, 2), 2, 1e-5, statistics(false)), 24, 3, 3));
        for (Pooling.Kind kind : Pooling.Kind.values()) {
            cases.add(named(pooling(kind), 2 * 20));
        }
        cases.addAll(convolutions());
        return cases.stream();
    }

    private static RunningStatistics statistics(boolean following) {
        RunningStatistics statistics = new RunningStatistics(
                "mean", "variance", new float[] {0.1f, 0.2f, -0.3f}, new float[] {1, 2, 0.7f}, 0.9);
        statistics.follow(following);
        return statistics;
    }

    private static Stream<Named<Curve>> curves() {
        return Stream.of(
                Named.of("relu", Curves.relu()),
                Named.of("leaky", Curves.leaky(0.1f)),
                Named.of("clip", Curves.clip(-0.5f, 0.6f)),
                Named.of("line", Curves.line(2, 3)),
                Named.of("sigmoid", Curves.SIGMOID),
                Named.of("tanh", Curves.TANH),
                Named.of("erf", Curves.ERF),
                Named.of("gelu", Curves.GELU),
                Named.of("gelu by tanh", Curves.GELU_TANH),
                Named.of("exp", Curves.EXP),
                Named.of("abs", Curves.ABS),
                Named.of("softplus", Curves.SOFTPLUS),
                Named.of("softsign", Curves.SOFTSIGN),
                Named.of("mish", Curves.MISH),
                Named.of("hard swish", Curves.HARD_SWISH),
                Named.of("hard sigmoid", Curves.hardSigmoid(0.2, 0.5)),
                Named.of("elu", Curves.elu(1.2, 1)),
                Named.of("selu", Curves.elu(1.67, 1.05)),
                Named.of("square", Curves.power(2)),
                Named.of("cube", Curves.power(3)));
    }

    private static Case pointwise(Curve curve) {
        return new Case(new Pointwise("curve", Shape.of(40), curve), values(40, 0));
    }

    private static Named<Case> arithmetic(Kind kind, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] extents = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long first = i > a.rank() ? 1 : a.extent(a.rank() - i);
            long second = i > b.rank() ? 1 : b.extent(b.rank() - i);
            extents[rank - i] = Math.max(first, second);
        }
        Rule rule = new Arithmetic(kind, a, b, Shape.of(extents));
        float[] divisors = values((int) b.elements(), 1);
        for (int i = 0; i < divisors.length && kind == Kind.DIVIDE; i++) {
            divisors[i] = 1.5f + divisors[i] / 2;
        }
        return Named.of(kind + " " + a + ", " + b, new Case(rule, values((int) a.elements(), 0), divisors));
    }

    private static Named<Case> named(Rule rule, int... counts) {
        float[][] inputs = new float[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            inputs[i] = values(counts[i], i);
        }
        return Named.of(rule.toString(), new Case(rule, inputs));
    }

    /** 2 planes of 4 × 5 under windows of 3 × 2 that step by 2 × 1, with a row of zeros before and behind. */
    private static Rule pooling(Pooling.Kind kind) {
        Windows windows = Windows.of(
                new int[] {4, 5},
                new int[] {3, 2},
                new int[] {2, 1},
                new int[] {1, 2},
                new int[] {1, 0},
                new int[] {1, 0},
                new int[] {2, 3});
        return new Pooling(Shape.of(1, 2, 2, 3), kind, 2, 20, windows);
    }

    private static List<Named<Case>> convolutions() {
        List<Named<Case>> cases = new ArrayList<>();
        for (boolean transposed : new boolean[] {false, true}) {
            // 2 samples, 4 channels in 2 groups to 6, a window of 3 × 2 dilated by 1 × 2, steps of 2 × 1
            Shape large = Shape.of(2, 4, 5, 6);
            Shape small = Shape.of(2, 6, 3, 5);
            Shape weight = Shape.of(6, 2, 3, 2);
            Rule grouped = new DirectConvolution(large, small, weight, 2, new Steps(2, 1, 1, 2, 1, 0), transposed);
            int input = (int) (transposed ? small : large).elements();
            cases.add(named(grouped, input, 72, transposed ? 4 : 6));
            Rule depthwise = new DirectConvolution(
                    Shape.of(1, 3, 4, 4),
                    Shape.of(1, 3, 4, 4),
                    Shape.of(3, 1, 3, 3),
                    3,
                    new Steps(1, 1, 1, 1, 1, 1),
                    transposed);
            cases.add(named(depthwise, 48, 27));
        }
        return cases;
    }

    /** Between −2 and 2, away from the places where curves bend and from those of the second input. */
    private static float[] values(int count, int number) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double value = 2 * Math.sin(1 + number + 1.7 * i);
            values[i] = (float) (Math.rint(value * 16) / 16 + (number == 1 ? 0 : 0.03));
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void derivativesAreDifferences(Case given) {
        int results = (int) given.rule.result().elements();
        float[] weights = values(results, 7);
        float[][] gradients = new float[given.inputs.length][];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = new float[given.inputs[i].length];
        }
        float[] result = new float[results];
        given.rule.forward(given.inputs, result);
        float[][] taken = given.rule.backwardTakesInputs() ? given.inputs : new float[given.inputs.length][0];
        given.rule.backward(
                taken, given.rule.backwardTakesResult() ? result : new float[0], weights.clone(), gradients);

        for (int input = 0; input < given.inputs.length; input++) {
            double largest = 0;
            for (float gradient : gradients[input]) {
                largest = Math.max(largest, Math.abs(gradient));
            }
            for (int i = 0; i < given.inputs[input].length; i++) {
                assertThat((double) gradients[input][i])
                        .as("input %d, number %d", input, i)
                        .isCloseTo(difference(given, weights, input, i), within(2e-3 * Math.max(1, largest)));
            }
        }
    }

    /** How fast the weighted sum of the results changes with a number, by differences of the fourth order. */
    private static double difference(Case given, float[] weights, int input, int number) {
        double near = sum(given, weights, input, number, STEP) - sum(given, weights, input, number, -STEP);
        double far = sum(given, weights, input, number, 2 * STEP) - sum(given, weights, input, number, -2 * STEP);
        return (8 * near - far) / (12 * STEP);
    }

    private static double sum(Case given, float[] weights, int input, int number, double change) {
        float before = given.inputs[input][number];
        given.inputs[input][number] = (float) (before + change);
        float[] result = new float[(int) given.rule.result().elements()];
        given.rule.forward(given.inputs, result);
        given.inputs[input][number] = before;
        double sum = 0;
        for (int i = 0; i < result.length; i++) {
            sum += (double) weights[i] * result[i];
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void gradientsThatNobodyWantsAreLeftOut(Case given) {
        float[] result = new float[(int) given.rule.result().elements()];
        given.rule.forward(given.inputs, result);

        given.rule.backward(given.inputs, result, result.clone(), new float[given.inputs.length][]);
    }

    @Test
    void errorFunctionIsTheOneOfTables() {
        // Abramowitz and Stegun, table 7.1
        assertThat(ErrorFunction.of(0.5f)).isCloseTo(0.5204999f, within(2e-7f));
        assertThat(ErrorFunction.of(-1)).isCloseTo(-0.8427008f, within(2e-7f));
        assertThat(ErrorFunction.of(2)).isCloseTo(0.9953223f, within(2e-7f));
        assertThat(ErrorFunction.of(9)).isCloseTo(1, within(2e-7f));
        // 2 / √π · exp(−x²)
        assertThat(ErrorFunction.slope(0)).isCloseTo(1.1283792f, within(1e-6f));
        assertThat(ErrorFunction.slope(-1)).isCloseTo(0.4151075f, within(1e-6f));
        assertThat(ErrorFunction.slope(3)).isCloseTo(0.0001393f, within(1e-6f));
        assertThat(ErrorFunction.slope(50)).isCloseTo(0, within(1e-6f));
    }

    @Test
    void runningStatisticsFollowTheBatch() {
        RunningStatistics statistics =
                new RunningStatistics("mean", "variance", new float[] {1}, new float[] {2}, 0.75);
        Rule rule = new BatchNormalization(Shape.of(2, 1), 1, 0, statistics);
        float[][] inputs = {{2, 6}, {3}, {1}};

        rule.forward(inputs, new float[2]);
        assertThat(statistics.mean()).containsExactly(1);

        statistics.follow(true);
        float[] result = new float[2];
        rule.forward(inputs, result);

        // mean 4, variance 4: both numbers are one deviation away
        assertThat(result).containsExactly(-2, 4);
        assertThat(statistics.mean()).containsExactly(0.75f * 1 + 0.25f * 4);
        assertThat(statistics.variance()).containsExactly(0.75f * 2 + 0.25f * 4);
    }
}
