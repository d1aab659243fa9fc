package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The dynamic program of {@link ChoiceKnapsack}. Used once. */
final class KnapsackStates {
    /** Sums of the same numbers in another order differ by less, relatively. */
    private static final double ROUNDING = 1e-12;

    private final List<List<LayerChoice>> classes;
    private final double[][] penalties;
    private final double bound;
    private final long limit;
    private final int most;

    /** Layers in the order in which they are gone through: those with few choices near their best first. */
    private final List<Integer> order;

    private final List<Stage> stages = new ArrayList<>();

    /** Of what comes after each stage. */
    private final long[] cheapestRest;

    private final long[] pricedRestCost;
    private final double[] pricedRestDamage;

    private int[] bestPicks = {};
    private double best;
    private double dropped = Double.POSITIVE_INFINITY;

    /**
     * Beginnings of solutions up to a layer, cost rising and damage falling.
     *
     * @param excess sum of the penalties so far
     * @param from place of the beginning's beginning in the stage before
     * @param pick what it adds to that
     */
    private record Stage(long[] cost, double[] damage, double[] excess, int[] from, int[] pick) {
        int size() {
            return cost.length;
        }
    }

    /** @param bound of the relaxation; with the penalties of its price it bounds every beginning */
    KnapsackStates(List<List<LayerChoice>> classes, double[][] penalties, double bound, long limit, int most) {
        this.classes = classes;
        this.penalties = penalties;
        this.bound = bound;
        this.limit = limit;
        this.most = most;
        this.order = IntStream.range(0, classes.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer layer) -> -second(penalties[layer])))
                .toList();
        int size = classes.size();
        this.cheapestRest = new long[size + 1];
        this.pricedRestCost = new long[size + 1];
        this.pricedRestDamage = new double[size + 1];
        for (int at = size - 1; at >= 0; at--) {
            List<LayerChoice> choices = classes.get(order.get(at));
            LayerChoice priced = choices.get(priced(order.get(at)));
            cheapestRest[at] = cheapestRest[at + 1] + choices.get(0).cost();
            pricedRestCost[at] = pricedRestCost[at + 1] + priced.cost();
            pricedRestDamage[at] = pricedRestDamage[at + 1] + priced.damage();
        }
    }

    /** @param known a solution */
    ChoiceKnapsack.Solution best(int[] known) {
        bestPicks = known;
        best = damage(known);
        Stage stage = new Stage(new long[1], new double[1], new double[1], new int[1], new int[1]);
        stages.add(stage);
        for (int at = 0; at < order.size() && stage.size() > 0; at++) {
            stage = next(stage, at);
            stages.add(stage);
            complete(stage, at + 1);
        }
        double proved = Math.max(bound, Math.min(best, dropped));
        return new ChoiceKnapsack.Solution(
                bestPicks, cost(bestPicks), best, Math.min(proved, best), !isBelowBest(dropped));
    }

    private Stage next(Stage before, int at) {
        int layer = order.get(at);
        List<LayerChoice> choices = classes.get(layer);
        int room = before.size() * choices.size();
        long[] cost = new long[room];
        double[] damage = new double[room];
        double[] excess = new double[room];
        int[] from = new int[room];
        int[] pick = new int[room];
        int size = 0;
        for (int i = 0; i < before.size(); i++) {
            for (int choice = 0; choice < choices.size(); choice++) {
                long spent = before.cost[i] + choices.get(choice).cost();
                double over = before.excess[i] + penalties[layer][choice];
                if (spent + cheapestRest[at + 1] <= limit && isBelowBest(bound + over)) {
                    cost[size] = spent;
                    damage[size] = before.damage[i] + choices.get(choice).damage();
                    excess[size] = over;
                    from[size] = i;
                    pick[size++] = choice;
                }
            }
        }
        return undominated(new Stage(cost, damage, excess, from, pick), size);
    }

    private Stage undominated(Stage all, int size) {
        Integer[] sorted = new Integer[size];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, (a, b) -> {
            int byCost = Long.compare(all.cost[a], all.cost[b]);
            return byCost != 0 ? byCost : Double.compare(all.damage[a], all.damage[b]);
        });
        int[] kept = new int[size];
        int count = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i : sorted) {
            if (all.damage[i] < least) {
                least = all.damage[i];
                kept[count++] = i;
            }
        }
        int[] front = limited(all, Arrays.copyOf(kept, count));
        return new Stage(
                Arrays.stream(front).mapToLong(i -> all.cost[i]).toArray(),
                Arrays.stream(front).mapToDouble(i -> all.damage[i]).toArray(),
                Arrays.stream(front).mapToDouble(i -> all.excess[i]).toArray(),
                Arrays.stream(front).map(i -> all.from[i]).toArray(),
                Arrays.stream(front).map(i -> all.pick[i]).toArray());
    }

    /** The most promising of too many. */
    private int[] limited(Stage all, int[] front) {
        if (front.length <= most) {
            return front;
        }
        double[] sorted =
                Arrays.stream(front).mapToDouble(i -> all.excess[i]).sorted().toArray();
        double highest = sorted[most - 1];
        dropped = Math.min(dropped, bound + sorted[most]);
        return Arrays.stream(front)
                .filter(i -> all.excess[i] <= highest)
                .limit(most)
                .toArray();
    }

    /** Ends every beginning with what the price prefers, where that fits. */
    private void complete(Stage stage, int at) {
        int found = -1;
        double least = best;
        for (int i = 0; i < stage.size(); i++) {
            double damage = stage.damage[i] + pricedRestDamage[at];
            if (stage.cost[i] + pricedRestCost[at] <= limit && damage < least) {
                least = damage;
                found = i;
            }
        }
        if (found < 0) {
            return;
        }
        int[] picks = new int[classes.size()];
        for (int rest = at; rest < order.size(); rest++) {
            picks[order.get(rest)] = priced(order.get(rest));
        }
        int state = found;
        for (int back = at; back > 0; back--) {
            Stage now = stages.get(back);
            picks[order.get(back - 1)] = now.pick[state];
            state = now.from[state];
        }
        double damage = damage(picks);
        if (damage < best) {
            best = damage;
            bestPicks = picks;
        }
    }

    private boolean isBelowBest(double value) {
        return value < best - ROUNDING * Math.abs(best);
    }

    /** The cheapest choice that the price likes best. */
    private int priced(int layer) {
        int at = 0;
        for (int choice = 1; choice < penalties[layer].length; choice++) {
            at = penalties[layer][choice] < penalties[layer][at] ? choice : at;
        }
        return at;
    }

    private static double second(double[] penalties) {
        return penalties.length < 2
                ? Double.POSITIVE_INFINITY
                : Arrays.stream(penalties).sorted().toArray()[1];
    }

    private long cost(int[] picks) {
        return IntStream.range(0, picks.length)
                .mapToLong(layer -> classes.get(layer).get(picks[layer]).cost())
                .sum();
    }

    private double damage(int[] picks) {
        double damage = 0;
        for (int layer = 0; layer < picks.length; layer++) {
            damage += classes.get(layer).get(picks[layer]).damage();
        }
        return damage;
    }
}
