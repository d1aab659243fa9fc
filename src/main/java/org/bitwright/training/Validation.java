package org.bitwright.training;

import java.io.IOException;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;

/** Measures a configuration with trained weights on the samples held out, by the engine that measures everything else. */
@FunctionalInterface
public interface Validation {

    /**
     * @param loss mean cross-entropy
     * @param correct number of right answers
     * @param samples number of samples
     */
    record Score(double loss, int correct, int samples) {
        public double accuracy() {
            return (double) correct / samples;
        }
    }

    Score measure(QuantConfig config, CancelToken cancel) throws IOException, InferenceException;
}
