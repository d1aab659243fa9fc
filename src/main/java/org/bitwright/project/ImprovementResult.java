package org.bitwright.project;

import java.util.Optional;
import org.bitwright.optimize.Improvement;
import org.bitwright.quant.QuantConfig;

/**
 * What an improvement found and what it gained. Whoever wants it makes {@link Improvement#config} the project's by {@link
 * Project#edit}: one undo step.
 *
 * @param from the configuration that was improved
 * @param before what {@code from} does on the evaluation data; empty where there are none
 * @param after what the improved configuration does there
 */
public record ImprovementResult(
        QuantConfig from, Improvement improvement, Optional<Measurement> before, Optional<Measurement> after) {

    /** The improved configuration. */
    public QuantConfig config() {
        return improvement.config();
    }
}
