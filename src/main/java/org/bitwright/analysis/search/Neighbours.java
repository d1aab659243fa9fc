package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Configurations near a good one that keep a budget: one layer is lowered or raised, and the others pay for it, or share
 * what it saved, as the error model says is best.
 */
final class Neighbours {
    private static final int[] STEPS = {-2, -1, 1, 2};

    private final List<FreeLayer> layers;
    private final long limit;

    private Neighbours(List<FreeLayer> layers, long limit) {
        this.layers = layers;
        this.limit = limit;
    }

    /**
     * Every neighbour once, the least damage first; of equals, in the order of the layers.
     *
     * @param limit what the free layers may cost together
     */
    static List<int[]> of(List<FreeLayer> layers, int[] picks, long limit) {
        Neighbours neighbours = new Neighbours(layers, limit);
        Set<List<Integer>> seen = new HashSet<>();
        List<int[]> found = new ArrayList<>();
        for (int layer = 0; layer < picks.length; layer++) {
            for (int step : STEPS) {
                int[] next = neighbours.moved(picks, layer, step);
                if (next != null && seen.add(Arrays.stream(next).boxed().toList())) {
                    found.add(next);
                }
            }
        }
        found.sort(Comparator.comparingDouble(neighbours::damage));
        return found;
    }

    /** Null where the layer has no such choice, or the others cannot pay for it. */
    private int @Nullable [] moved(int[] picks, int moved, int step) {
        int to = picks[moved] + step;
        if (to < 0 || to >= layers.get(moved).front().size()) {
            return null;
        }
        int[] next = picks.clone();
        next[moved] = to;
        while (cost(next) > limit) {
            if (!change(next, moved, -1, Long.MAX_VALUE)) {
                return null;
            }
        }
        while (change(next, moved, 1, limit - cost(next))) {
            // shares out what is left
        }
        return next;
    }

    /**
     * Lowers the layer that loses least for what it saves, or raises the one that gains most for what it costs, by one
     * choice.
     *
     * @param except the layer that is left alone
     * @param room what a raise may cost at most
     */
    private boolean change(int[] picks, int except, int step, long room) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < picks.length; i++) {
            List<LayerChoice> front = layers.get(i).front();
            int to = picks[i] + step;
            if (i != except && to >= 0 && to < front.size()) {
                long cost = front.get(to).cost() - front.get(picks[i]).cost();
                double rate = (front.get(to).damage() - front.get(picks[i]).damage()) / Math.abs(cost);
                if (cost <= room && rate < least) {
                    least = rate;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            picks[best] += step;
        }
        return best >= 0;
    }

    private long cost(int[] picks) {
        long cost = 0;
        for (int i = 0; i < picks.length; i++) {
            cost += layers.get(i).front().get(picks[i]).cost();
        }
        return cost;
    }

    private double damage(int[] picks) {
        double damage = 0;
        for (int i = 0; i < picks.length; i++) {
            damage += layers.get(i).front().get(picks[i]).damage();
        }
        return damage;
    }
}
