package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bitwright.quant.TensorConfig;
import org.junit.jupiter.api.Test;

class ChoiceKnapsackTest {

    @Test
    void greedyStepsCanMissTheOptimum() {
        // Within 10: 6 + 4 costs 1 + 7, 4 + 6 costs 5 + 2, 10 is not to be had for one alone.
        List<FreeLayer> layers = List.of(Choices.layer(4, 5, 6, 1), Choices.layer(4, 7, 6, 2));

        ChoiceKnapsack.Solution solution = ChoiceKnapsack.solve(layers, 10).orElseThrow();

        assertThat(solution.picks()).containsExactly(0, 1);
        assertThat(solution.damage()).isEqualTo(7);
        assertThat(solution.cost()).isEqualTo(10);
        assertThat(solution.proved()).isTrue();
    }

    @Test
    void choicesOffTheHullCanBeBest() {
        // The middle choice of the first lies above the line from 0 to 10, and alone fits.
        List<FreeLayer> layers = List.of(Choices.layer(0, 10, 5, 8, 10, 0));

        ChoiceKnapsack.Solution solution = ChoiceKnapsack.solve(layers, 9).orElseThrow();

        assertThat(solution.picks()).containsExactly(1);
        assertThat(solution.damage()).isEqualTo(8);
    }

    @Test
    void theWidestOfAllWhereAllFit() {
        List<FreeLayer> layers = List.of(Choices.layer(1, 9, 2, 4), Choices.layer(5, 3, 8, 1));

        assertThat(ChoiceKnapsack.solve(layers, 10).orElseThrow().picks()).containsExactly(1, 1);
    }

    @Test
    void nothingWhereNothingFits() {
        assertThat(ChoiceKnapsack.solve(List.of(Choices.layer(4, 1), Choices.layer(4, 1)), 7))
                .isEmpty();
        assertThat(ChoiceKnapsack.solve(List.of(Choices.layer(4, 1), Choices.layer(4, 1)), 8))
                .isPresent();
    }

    @Test
    void noLayersCostNothing() {
        ChoiceKnapsack.Solution solution =
                ChoiceKnapsack.solve(List.<FreeLayer>of(), 0).orElseThrow();

        assertThat(solution.damage()).isZero();
        assertThat(solution.proved()).isTrue();
    }

    @Test
    void agreesWithTryingEverything() {
        Random random = new Random(5);
        for (int round = 0; round < 2000; round++) {
            List<FreeLayer> layers = random(random, 1 + random.nextInt(6), 5, 1 + random.nextInt(30));
            long least = layers.stream().mapToLong(l -> l.front().get(0).cost()).sum();
            long widest = layers.stream().mapToLong(l -> l.widest().cost()).sum();
            long limit = least - 2 + random.nextInt((int) (widest - least + 4));

            Optional<ChoiceKnapsack.Solution> solution = ChoiceKnapsack.solve(layers, limit);

            double best = tried(layers, 0, limit);
            assertThat(solution.isPresent()).isEqualTo(best < Double.POSITIVE_INFINITY);
            solution.ifPresent(found -> {
                assertThat(found.proved()).isTrue();
                assertThat(found.damage()).isCloseTo(best, within(1e-9));
                assertThat(found.cost()).isLessThanOrEqualTo(limit).isEqualTo(cost(layers, found.picks()));
            });
        }
    }

    @Test
    void provesTheOptimumOfAHundredLayersWithFifteenChoices() {
        Random random = new Random(7);
        for (int round = 0; round < 10; round++) {
            List<FreeLayer> layers = widths(random, 100);
            long widest = layers.stream().mapToLong(l -> l.widest().cost()).sum();

            ChoiceKnapsack.Solution solution =
                    ChoiceKnapsack.solve(layers, widest * (3 + round) / 16).orElseThrow();

            assertThat(solution.proved()).isTrue();
            assertThat(solution.bound()).isCloseTo(solution.damage(), within(1e-12 * solution.damage()));
        }
    }

    @Test
    void saysWhenItDidNotLookAtEverything() {
        List<FreeLayer> layers = random(new Random(3), 40, 8, 1000);
        List<List<LayerChoice>> fronts = layers.stream().map(FreeLayer::front).toList();
        long limit = layers.stream()
                        .mapToLong(l -> l.front().get(0).cost() + l.widest().cost())
                        .sum()
                / 2;

        ChoiceKnapsack.Solution whole =
                ChoiceKnapsack.solve(fronts, limit, ChoiceKnapsack.STATES).orElseThrow();
        ChoiceKnapsack.Solution narrow = ChoiceKnapsack.solve(fronts, limit, 3).orElseThrow();

        assertThat(whole.proved()).isTrue();
        assertThat(narrow.proved()).isFalse();
        assertThat(narrow.bound()).isLessThanOrEqualTo(whole.damage());
        assertThat(narrow.damage()).isGreaterThanOrEqualTo(whole.damage());
        assertThat(narrow.cost()).isLessThanOrEqualTo(limit);
    }

    private static double tried(List<FreeLayer> layers, int at, long left) {
        if (left < 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (at == layers.size()) {
            return 0;
        }
        return layers.get(at).choices().stream()
                .mapToDouble(choice -> choice.damage() + tried(layers, at + 1, left - choice.cost()))
                .min()
                .orElseThrow();
    }

    private static long cost(List<FreeLayer> layers, int[] picks) {
        long cost = 0;
        for (int i = 0; i < picks.length; i++) {
            cost += layers.get(i).front().get(picks[i]).cost();
        }
        return cost;
    }

    /** Layers of 1,000 to 1,000,000 weights at 2 to 16 bits, whose damage falls by four a bit, somewhat irregularly. */
    private static List<FreeLayer> widths(Random random, int count) {
        List<FreeLayer> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            long weights = (long) Math.pow(10, 3 + 3 * random.nextDouble());
            double damage = Math.pow(10, -2 + 2 * random.nextDouble());
            List<LayerChoice> choices = new ArrayList<>();
            for (int bits = 2; bits <= 16; bits++) {
                choices.add(choice((weights * bits + 7) / 8, damage));
                damage /= 2.5 + 3 * random.nextDouble();
            }
            layers.add(FreeLayer.of("layer " + layer, choices));
        }
        return layers;
    }

    private static List<FreeLayer> random(Random random, int count, int choices, int costs) {
        List<FreeLayer> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            List<LayerChoice> some = new ArrayList<>();
            for (int i = 1 + random.nextInt(choices); i > 0; i--) {
                some.add(choice(random.nextInt(costs), random.nextInt(50)));
            }
            layers.add(FreeLayer.of("layer " + layer, some));
        }
        return layers;
    }

    private static LayerChoice choice(long cost, double damage) {
        return new LayerChoice(TensorConfig.unquantized(), cost, damage);
    }
}
