package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What layers lose in the company of others, learned from whole networks that were measured: the posterior mean of a
 * Bayesian linear regression (Rasmussen and Williams 2006, "Gaussian Processes for Machine Learning", section 2.1)
 * whose prior mean is what each loses alone. A network's loss is the sum of its layers' and a remainder.
 */
final class LearnedDamages {
    /** Standard deviation of what a layer loses in company, relative to what it loses alone. */
    private static final double SPREAD = 0.5;

    /** Correlation of two choices of one layer. */
    private static final double ALIKE = 0.8;

    /** Standard deviation of the remainder, relative to a network's loss: networks that lose much teach little. */
    private static final double REMAINDER = 0.03;

    /** A layer never loses less than this share of what it loses alone. */
    private static final double LEAST = 0.1;

    /** Networks that are learned from at most: those that lose least. */
    private static final int NETWORKS = 100;

    private final List<FreeLayer> layers;
    private final LayerChoice[][] networks;
    private final double[] weights;

    /**
     * A network that was measured.
     *
     * @param choices of the free layers
     * @param loss beyond what it loses with these layers in float
     */
    record Measured(List<LayerChoice> choices, double loss) {}

    private LearnedDamages(List<FreeLayer> layers, List<Measured> measured) {
        this.layers = layers;
        List<Measured> least = measured.stream()
                .sorted(Comparator.comparingDouble(Measured::loss))
                .limit(NETWORKS)
                .toList();
        this.networks = least.stream()
                .map(network -> network.choices().toArray(LayerChoice[]::new))
                .toArray(LayerChoice[][]::new);
        this.weights = weights(least);
    }

    /** The same layers with the damages that were learned. */
    static List<FreeLayer> of(List<FreeLayer> layers, List<Measured> measured) {
        LearnedDamages learned = new LearnedDamages(layers, measured);
        List<FreeLayer> changed = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            int layer = i;
            changed.add(FreeLayer.of(
                    layers.get(i).name(),
                    layers.get(i).choices().stream()
                            .map(choice ->
                                    new LayerChoice(choice.config(), choice.cost(), learned.damage(layer, choice)))
                            .toList()));
        }
        return changed;
    }

    private double damage(int layer, LayerChoice choice) {
        double change = 0;
        for (int network = 0; network < networks.length; network++) {
            change += weights[network] * covariance(choice, networks[network][layer]);
        }
        return Math.max(LEAST * choice.damage(), choice.damage() + change);
    }

    private static double covariance(LayerChoice one, LayerChoice other) {
        double product = SPREAD * SPREAD * one.damage() * other.damage();
        return one.config().equals(other.config()) ? product : ALIKE * product;
    }

    /** Solves (K + noise) w = measured − added up. */
    private double[] weights(List<Measured> measured) {
        int size = measured.size();
        double[][] matrix = new double[size][size];
        double[] right = new double[size];
        for (int i = 0; i < size; i++) {
            double loss = measured.get(i).loss();
            right[i] = loss;
            for (LayerChoice choice : networks[i]) {
                right[i] -= choice.damage();
            }
            for (int j = 0; j <= i; j++) {
                for (int layer = 0; layer < layers.size(); layer++) {
                    matrix[i][j] += covariance(networks[i][layer], networks[j][layer]);
                }
            }
            // Two equal networks, or one that loses nothing, still leave the matrix positive definite.
            matrix[i][i] += REMAINDER * REMAINDER * loss * loss + 1e-9 * matrix[i][i] + Double.MIN_NORMAL;
        }
        return Cholesky.solve(matrix, right);
    }
}
