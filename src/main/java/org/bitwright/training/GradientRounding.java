package org.bitwright.training;

import org.bitwright.model.Phrase;

/**
 * How each gradient tensor is quantized between backward pass and update (numerics, "Gradients"): symmetric, its scale
 * from the greatest magnitude of the tensor.
 *
 * @param bits 2 … 16
 * @param stochastic whether values are rounded up or down at random, so that their mean is the gradient; else to nearest
 * @param errorFeedback whether what rounding loses is added to the next gradient (Seide et al. 2014)
 */
public record GradientRounding(int bits, boolean stochastic, boolean errorFeedback) {
    public GradientRounding {
        TrainingPlan.require(bits >= 2 && bits <= 16, Phrase.of("gradients have 2 to 16 bits, not %s", bits));
    }
}
