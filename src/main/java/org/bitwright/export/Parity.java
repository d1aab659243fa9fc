package org.bitwright.export;

/**
 * How a written network differs from the workbench's own simulation.
 *
 * @param maxDifference largest absolute difference between any two outputs
 * @param agreement share of the samples with the same arg-max, 0…1
 * @param samples number of samples that both ran on
 * @param dataName the data set that they are from
 * @param calibration whether these were calibration data; else the first evaluation samples
 */
public record Parity(double maxDifference, double agreement, int samples, String dataName, boolean calibration) {}
