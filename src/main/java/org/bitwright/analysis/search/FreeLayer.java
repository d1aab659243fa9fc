package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bitwright.quant.TensorConfig;

/**
 * A layer that is chosen for.
 *
 * @param choices all that it may have
 * @param front those of them that no other beats in cost and damage at once: cost rises, damage falls
 */
record FreeLayer(String name, List<LayerChoice> choices, List<LayerChoice> front) {
    FreeLayer {
        choices = List.copyOf(choices);
        front = List.copyOf(front);
    }

    static FreeLayer of(String name, List<LayerChoice> choices) {
        return new FreeLayer(name, choices, front(choices));
    }

    /** Of choices that are alike, the first stays. */
    static List<LayerChoice> front(List<LayerChoice> choices) {
        List<LayerChoice> byCost = new ArrayList<>(choices);
        byCost.sort(Comparator.comparingLong(LayerChoice::cost).thenComparingDouble(LayerChoice::damage));
        List<LayerChoice> front = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (LayerChoice choice : byCost) {
            if (choice.damage() < least) {
                least = choice.damage();
                front.add(choice);
            }
        }
        return front;
    }

    Optional<LayerChoice> choice(TensorConfig config) {
        return choices.stream().filter(choice -> choice.config().equals(config)).findFirst();
    }

    /** The place in the front of the best choice that costs no more. */
    int within(long cost) {
        int at = 0;
        while (at + 1 < front.size() && front.get(at + 1).cost() <= cost) {
            at++;
        }
        return at;
    }

    LayerChoice widest() {
        return front.get(front.size() - 1);
    }
}
