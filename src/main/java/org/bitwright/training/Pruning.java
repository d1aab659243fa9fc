package org.bitwright.training;

import java.util.Map;
import java.util.TreeMap;
import org.bitwright.model.Phrase;

/**
 * Magnitude pruning during training: the share of weights that are zero rises along {@code s·(1 − (1 − t)³)} (Zhu, Gupta
 * 2017) from {@code begin} to {@code end}; which weights those are is found again a few times an epoch until then and
 * stays afterwards.
 *
 * @param sparsity share of a layer's weights that are zero at the end, 0 … below 1
 * @param layers other shares for some layers, by name
 * @param begin in epochs, whole or not
 * @param end in epochs, after {@code begin}
 */
public record Pruning(double sparsity, Map<String, Double> layers, double begin, double end) {
    public Pruning {
        layers = java.util.Collections.unmodifiableMap(new TreeMap<>(layers));
        requireShare(sparsity);
        layers.values().forEach(Pruning::requireShare);
        TrainingPlan.require(
                begin >= 0 && end > begin, Phrase.of("pruning ends after it begins, and begins at epoch 0 or later"));
    }

    /** The share of a layer's weights that are zero at a time. */
    public double at(String layer, double epoch) {
        double goal = layers.getOrDefault(layer, sparsity);
        double time = Math.max(0, Math.min(1, (epoch - begin) / (end - begin)));
        return goal * (1 - Math.pow(1 - time, 3));
    }

    private static void requireShare(double share) {
        TrainingPlan.require(share >= 0 && share < 1, Phrase.of("sparsity is at least 0 and below 1, not %s", share));
    }
}
