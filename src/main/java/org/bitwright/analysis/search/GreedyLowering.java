package org.bitwright.analysis.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts from the widest choices and lowers, again and again, the layer that loses least for what it saves, until the
 * budget is kept.
 */
final class GreedyLowering {
    private GreedyLowering() {}

    /**
     * @param limit what all may cost
     * @return places in the fronts; the cheapest of all where even they cost more
     */
    static int[] picks(List<FreeLayer> layers, long limit) {
        int[] picks = new int[layers.size()];
        long cost = 0;
        for (int i = 0; i < picks.length; i++) {
            picks[i] = layers.get(i).front().size() - 1;
            cost += layers.get(i).widest().cost();
        }
        while (cost > limit) {
            @Nullable Step best = null;
            for (int i = 0; i < picks.length; i++) {
                best = better(best, layers.get(i), i, picks[i]);
            }
            if (best == null) {
                return picks;
            }
            picks[best.layer] = best.to;
            cost -= best.saved;
        }
        return picks;
    }

    private record Step(int layer, int to, long saved, double ratio) {}

    /** The first of equals stays: with equal ratios, the one that saves most. */
    private static @Nullable Step better(@Nullable Step best, FreeLayer layer, int index, int pick) {
        Step found = best;
        LayerChoice from = layer.front().get(pick);
        for (int to = pick - 1; to >= 0; to--) {
            LayerChoice choice = layer.front().get(to);
            long saved = from.cost() - choice.cost();
            double ratio = (choice.damage() - from.damage()) / saved;
            if (found == null || ratio < found.ratio || ratio == found.ratio && saved > found.saved) {
                found = new Step(index, to, saved, ratio);
            }
        }
        return found;
    }
}
