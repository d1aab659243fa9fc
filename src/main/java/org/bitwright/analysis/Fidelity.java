package org.bitwright.analysis;

import java.util.Optional;
import org.bitwright.runtime.Evaluation;

/**
 * How near a network's answers are to those of the float network, on the same samples.
 *
 * @param outcomes correct answers, where the data are labelled
 * @param samples number of samples
 * @param agreeing samples with the float network's arg-max
 * @param divergence Σ over the samples of KL(float ‖ this), in nats: of the softmax of a sample's outputs, or of the
 *     outputs themselves where they are probabilities; NaN where a sample has fewer than two outputs
 * @param signal Σ over all outputs of the squares of the float network's
 * @param noise Σ over all outputs of the squared differences
 */
public record Fidelity(
        Optional<Outcomes> outcomes, int samples, long agreeing, double divergence, double signal, double noise) {

    /**
     * Compares what two networks did on the same samples. Sums are made in double, in the order of the samples. A sample
     * on which the float network itself gives NaN or infinities is left out of them; one on which the candidate does
     * counts as infinite noise and as the greatest divergence there is. Where the outputs of the first samples alone
     * were kept, the sums are theirs, scaled to all samples; where none were, the divergence is NaN.
     *
     * @param reference of the float network
     * @param labels of the whole data set, where it is labelled
     * @throws IllegalArgumentException if the two are not of the same samples
     */
    public static Fidelity of(Evaluation reference, Evaluation candidate, Optional<int[]> labels) {
        if (reference.first() != candidate.first() || reference.samples() != candidate.samples()) {
            throw new IllegalArgumentException("samples " + reference.first() + " + " + reference.samples() + " and "
                    + candidate.first() + " + " + candidate.samples());
        }
        long agreeing = 0;
        for (int i = 0; i < reference.samples(); i++) {
            agreeing += reference.predictions()[i] == candidate.predictions()[i] ? 1 : 0;
        }
        OutputDistance distance = OutputDistance.of(reference, candidate);
        return new Fidelity(
                labels.map(expected -> Outcomes.of(candidate.predictions(), expected, candidate.first())),
                candidate.samples(),
                agreeing,
                distance.divergence(),
                distance.signal(),
                distance.noise());
    }

    /** Nothing measured yet. */
    public static Fidelity none(boolean labelled) {
        return new Fidelity(labelled ? Optional.of(Outcomes.of(new byte[0], 0)) : Optional.empty(), 0, 0, 0, 0, 0);
    }

    public Optional<Accuracy> accuracy() {
        return outcomes.map(Outcomes::accuracy);
    }

    /** Share of the samples, 0…1. */
    public double agreement() {
        return (double) agreeing / samples;
    }

    /** Mean divergence of a sample, in nats. */
    public double kl() {
        return divergence / samples;
    }

    /** Infinite for equal outputs. */
    public double sqnrDb() {
        return 10 * Math.log10(signal / noise);
    }

    /** This and what was measured on the samples that follow. */
    public Fidelity followedBy(Fidelity next) {
        return new Fidelity(
                outcomes.map(first -> first.followedBy(next.outcomes.orElseThrow())),
                samples + next.samples,
                agreeing + next.agreeing,
                divergence + next.divergence,
                signal + next.signal,
                noise + next.noise);
    }
}
