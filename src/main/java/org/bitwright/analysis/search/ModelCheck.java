package org.bitwright.analysis.search;

import java.util.List;

/**
 * How well the error model predicts what is measured, on random configurations that were not used to make it.
 *
 * @param pairs what was predicted and measured, in the model's unit
 * @param spearman rank correlation of the two, −1…1; NaN for fewer than two pairs
 */
public record ModelCheck(List<Pair> pairs, double spearman) {
    public ModelCheck {
        pairs = List.copyOf(pairs);
    }

    /** One configuration. */
    public record Pair(double predicted, double measured) {}
}
