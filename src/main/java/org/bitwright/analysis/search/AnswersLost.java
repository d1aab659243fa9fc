package org.bitwright.analysis.search;

import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Fidelity;

/** What a configuration loses of the float network's answers, as a budget of accuracy counts it. */
final class AnswersLost {
    private AnswersLost() {}

    /**
     * Top-1 accuracy lost, negative where it is gained; on unlabelled data the share of samples answered otherwise.
     * Counted in whole samples first, so that 5 of 1,000 lost are 0.005.
     */
    static double of(Fidelity floating, Fidelity other) {
        if (floating.accuracy().isEmpty() || other.accuracy().isEmpty()) {
            return (double) (other.samples() - other.agreeing()) / other.samples();
        }
        Accuracy before = floating.accuracy().get();
        Accuracy after = other.accuracy().get();
        return (double) (before.correct() - after.correct()) / before.samples();
    }

    /** Share of the samples on which one of the two alone is right; on unlabelled data, on which they differ. */
    static double discordance(Fidelity floating, Fidelity other) {
        if (floating.outcomes().isEmpty() || other.outcomes().isEmpty()) {
            return of(floating, other);
        }
        long differing = floating.outcomes()
                        .get()
                        .rightWhereOtherIsWrong(other.outcomes().get())
                + other.outcomes()
                        .get()
                        .rightWhereOtherIsWrong(floating.outcomes().get());
        return (double) differing / other.samples();
    }
}
