package org.bitwright.analysis.search;

import org.bitwright.analysis.Fidelity;

/** What a search minimizes. It sees every sample's outputs, and so tells configurations apart that accuracy cannot. */
enum LossMeasure {
    /** Mean KL divergence of the answers from the float network's, in nats: where answers are classes. */
    DIVERGENCE {
        @Override
        double raw(Fidelity fidelity) {
            return fidelity.kl();
        }
    },
    /** Noise to signal of the outputs, elsewhere. */
    NOISE {
        @Override
        double raw(Fidelity fidelity) {
            return fidelity.noise() / fidelity.signal();
        }
    };

    /** Stands for outputs that are no numbers: worse than anything that is measured, and still finite. */
    static final double BROKEN = 1e9;

    /** @param floating the float network compared with itself */
    static LossMeasure suiting(Fidelity floating) {
        return floating.outcomes().isPresent() && !Double.isNaN(floating.kl()) ? DIVERGENCE : NOISE;
    }

    abstract double raw(Fidelity fidelity);

    /** From 0 for answers like the float network's. */
    double of(Fidelity fidelity) {
        double loss = raw(fidelity);
        return loss <= BROKEN ? Math.max(0, loss) : BROKEN;
    }
}
