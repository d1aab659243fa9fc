package org.bitwright.export;

import java.util.OptionalDouble;

/**
 * How a written network, in a session with ONNX Runtime's default options, differs from the workbench's own simulation.
 *
 * @param maxDifference largest absolute difference between any two outputs
 * @param agreement share of the samples with the same arg-max, 0…1
 * @param samples number of samples that both ran on
 * @param dataName the data set that they are from
 * @param calibration whether these were calibration data; else the first evaluation samples
 * @param exactDifference the largest difference where products with narrow weights leave activations in float, which a
 *     session does with {@code session.qdq_matmulnbits_accuracy_level = 1}; empty where there are no such products
 */
public record Parity(
        double maxDifference,
        double agreement,
        int samples,
        String dataName,
        boolean calibration,
        OptionalDouble exactDifference) {}
