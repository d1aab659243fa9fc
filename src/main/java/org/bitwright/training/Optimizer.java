package org.bitwright.training;

import org.bitwright.model.Phrase;

/** How a gradient changes a parameter. Weight decay is added to the gradient, as in PyTorch's SGD and Adam. */
public sealed interface Optimizer {
    /** λ of {@code g + λ·w}; biases and normalization are left out. */
    double weightDecay();

    /**
     * Stochastic gradient descent: {@code v ← momentum·v + g}, {@code w ← w − rate·v}.
     *
     * @param momentum 0 … below 1
     */
    record Sgd(double momentum, double weightDecay) implements Optimizer {
        public Sgd {
            TrainingPlan.require(
                    momentum >= 0 && momentum < 1, Phrase.of("momentum is at least 0 and below 1, not %s", momentum));
            requireDecay(weightDecay);
        }
    }

    /** Adam (Kingma, Ba 2015) with bias correction. */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay) implements Optimizer {
        public Adam {
            TrainingPlan.require(beta1 >= 0 && beta1 < 1, Phrase.of("beta1 is at least 0 and below 1, not %s", beta1));
            TrainingPlan.require(beta2 >= 0 && beta2 < 1, Phrase.of("beta2 is at least 0 and below 1, not %s", beta2));
            TrainingPlan.require(
                    epsilon > 0 && epsilon < 1, Phrase.of("epsilon is above 0 and below 1, not %s", epsilon));
            requireDecay(weightDecay);
        }
    }

    static Optimizer adam() {
        return new Adam(0.9, 0.999, 1e-8, 0);
    }

    private static void requireDecay(double decay) {
        TrainingPlan.require(
                decay >= 0 && decay < 1, Phrase.of("weight decay is at least 0 and below 1, not %s", decay));
    }
}
