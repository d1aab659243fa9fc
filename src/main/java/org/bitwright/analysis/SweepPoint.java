package org.bitwright.analysis;

/**
 * One measured configuration of a sweep.
 *
 * @param accuracy on the samples measured so far
 * @param bytes of all layers' weights under this configuration
 * @param seconds spent on it so far, quantizing and inference
 * @param complete whether all samples were measured
 */
public record SweepPoint(
        int bits, SweepSeries series, Accuracy accuracy, long bytes, double seconds, boolean complete) {}
