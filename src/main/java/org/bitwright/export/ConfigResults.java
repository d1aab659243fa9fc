package org.bitwright.export;

import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;

/**
 * What was measured for a configuration, with the data that it was measured on.
 *
 * @param dataName name of the data set's file
 * @param dataDigest hexadecimal SHA-256 of the data
 * @param floatAccuracy of the float network, where the data are labelled and it was measured
 * @param accuracy of the quantized network, where the data are labelled
 * @param agreement share of the samples with the float network's arg-max
 * @param outputSqnrDb of the outputs against the float network's
 * @param outputCosine of the outputs against the float network's
 */
public record ConfigResults(
        String dataName,
        String dataDigest,
        int samples,
        Optional<Accuracy> floatAccuracy,
        Optional<Accuracy> accuracy,
        double agreement,
        OptionalDouble outputSqnrDb,
        OptionalDouble outputCosine) {}
