package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The multiple-choice knapsack: one choice of each layer, so that their costs stay within a limit and their damages add
 * up to the least (Kellerer, Pferschy and Pisinger 2004, "Knapsack Problems", chapter 11).
 *
 * <p>The relaxation to fractions gives a bound and a price of cost (its dual). At that price every choice has a penalty
 * over its layer's best; a choice whose penalty alone exceeds the gap between the bound and the best solution known is
 * in no better one and is dropped. What is left goes through a dynamic program over the layers that keeps, of all
 * beginnings of a solution, those that no other beats in cost and damage and whose bound does not exceed the best known.
 */
final class ChoiceKnapsack {
    /** Beginnings that are kept at most; where there are more, the result is not proved. */
    static final int STATES = 20_000;

    private final List<List<LayerChoice>> classes;
    private final long limit;
    private final int most;

    private ChoiceKnapsack(List<List<LayerChoice>> classes, long limit, int most) {
        this.classes = classes;
        this.limit = limit;
        this.most = most;
    }

    /**
     * A solution.
     *
     * @param picks places in the classes
     * @param bound no solution has less damage
     * @param proved whether this one is the best
     */
    record Solution(int[] picks, long cost, double damage, double bound, boolean proved) {}

    /**
     * Solves the problem of the layers' fronts.
     *
     * @return empty where even the cheapest choices exceed the limit
     */
    static Optional<Solution> solve(List<FreeLayer> layers, long limit) {
        return solve(layers.stream().map(FreeLayer::front).toList(), limit, STATES);
    }

    /** @param classes fronts: in each, cost rises and damage falls */
    static Optional<Solution> solve(List<List<LayerChoice>> classes, long limit, int most) {
        return new ChoiceKnapsack(classes, limit, most).solve();
    }

    private Optional<Solution> solve() {
        int[] picks = new int[classes.size()];
        if (cost(picks) > limit) {
            return Optional.empty();
        }
        double price = relax(picks);
        if (price == 0) {
            return Optional.of(new Solution(picks, cost(picks), damage(picks), damage(picks), true));
        }
        double[][] penalties = penalties(price);
        double bound = -price * limit;
        for (List<LayerChoice> choices : classes) {
            bound += least(choices, price);
        }
        KnapsackStates states = new KnapsackStates(classes, penalties, bound, limit, most);
        return Optional.of(states.best(picks));
    }

    /** A step along the lower convex hull of a layer's choices. */
    private record Step(int layer, int to, long cost, double gain) {
        double rate() {
            return gain / cost;
        }
    }

    /**
     * Solves the relaxation: takes the steps that gain most for their cost first.
     *
     * @param picks at the cheapest; filled with what fits of the steps, later ones too
     * @return gain for cost of the first step that does not fit; 0 where all do
     */
    private double relax(int[] picks) {
        List<Step> steps = new ArrayList<>();
        for (int layer = 0; layer < picks.length; layer++) {
            addHull(layer, steps);
        }
        // Rates fall along a hull, so that a stable sort keeps the order of a layer's steps.
        steps.sort(Comparator.comparingDouble(Step::rate).reversed());
        long left = limit - cost(picks);
        double price = 0;
        boolean[] stopped = new boolean[picks.length];
        for (Step step : steps) {
            if (!stopped[step.layer] && step.cost <= left) {
                picks[step.layer] = step.to;
                left -= step.cost;
            } else {
                stopped[step.layer] = true;
                price = price == 0 ? step.rate() : price;
            }
        }
        return price;
    }

    private void addHull(int layer, List<Step> steps) {
        List<LayerChoice> choices = classes.get(layer);
        int at = 0;
        while (at < choices.size() - 1) {
            Step best = step(layer, at, at + 1);
            for (int to = at + 2; to < choices.size(); to++) {
                Step step = step(layer, at, to);
                best = step.rate() >= best.rate() ? step : best;
            }
            steps.add(best);
            at = best.to;
        }
    }

    private Step step(int layer, int from, int to) {
        LayerChoice before = classes.get(layer).get(from);
        LayerChoice after = classes.get(layer).get(to);
        return new Step(layer, to, after.cost() - before.cost(), before.damage() - after.damage());
    }

    private double[][] penalties(double price) {
        double[][] penalties = new double[classes.size()][];
        for (int layer = 0; layer < penalties.length; layer++) {
            List<LayerChoice> choices = classes.get(layer);
            double least = least(choices, price);
            penalties[layer] = choices.stream()
                    .mapToDouble(choice -> choice.damage() + price * choice.cost() - least)
                    .toArray();
        }
        return penalties;
    }

    private static double least(List<LayerChoice> choices, double price) {
        return choices.stream()
                .mapToDouble(choice -> choice.damage() + price * choice.cost())
                .min()
                .orElseThrow();
    }

    private long cost(int[] picks) {
        long cost = 0;
        for (int layer = 0; layer < picks.length; layer++) {
            cost += classes.get(layer).get(picks[layer]).cost();
        }
        return cost;
    }

    private double damage(int[] picks) {
        double damage = 0;
        for (int layer = 0; layer < picks.length; layer++) {
            damage += classes.get(layer).get(picks[layer]).damage();
        }
        return damage;
    }
}
