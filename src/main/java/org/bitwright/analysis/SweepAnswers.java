package org.bitwright.analysis;

import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.Evaluation;

/** Takes what the networks of a sweep answered, once each was measured on all samples of it. */
@FunctionalInterface
public interface SweepAnswers {
    /**
     * @param config of the whole network
     * @param floating what the float network answered to the same samples
     * @param bytes of all layers' weights
     */
    void complete(QuantConfig config, Evaluation floating, Evaluation answers, long bytes);

    /** For callers that want the points alone. */
    static SweepAnswers ignored() {
        return (config, floating, answers, bytes) -> {};
    }
}
