package org.bitwright.project;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;

/**
 * What one configuration did on the evaluation data.
 *
 * @param accuracy where the data are labelled
 * @param agreement samples with the same arg-max as the float network, as a share of the samples
 * @param outputSqnrDb of the outputs against the float network's; may be infinite
 * @param outputCosine of the outputs against the float network's
 * @param samples number of samples
 * @param bytes of all layers' weights under the configuration
 * @param seconds of inference and session creation
 */
public record Measurement(
        Optional<Accuracy> accuracy,
        double agreement,
        OptionalDouble outputSqnrDb,
        OptionalDouble outputCosine,
        int samples,
        long bytes,
        double seconds) {}
