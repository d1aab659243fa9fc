package org.bitwright.export;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;

/**
 * What a written file itself, not its simulation, does on the evaluation data in a session with ONNX Runtime's default
 * options.
 *
 * @param accuracy where the data are labelled
 * @param agreement samples with the same arg-max as the float network, as a share of the samples
 * @param outputSqnrDb of the outputs against the float network's; may be infinite
 * @param outputCosine of the outputs against the float network's
 * @param samples number of samples
 * @param dataName the data set that they are from
 */
public record FileResults(
        Optional<Accuracy> accuracy,
        double agreement,
        OptionalDouble outputSqnrDb,
        OptionalDouble outputCosine,
        int samples,
        String dataName) {}
