package org.bitwright.training;

/**
 * The gradient of one parameter at one step: what it was, and what rounding made of it.
 *
 * @param parameter name of the tensor
 * @param layer name of the layer that it belongs to; empty for none
 * @param values number of them
 * @param maxAbs greatest magnitude
 * @param zeros share of values that are exactly 0
 * @param step of the grid; 0 where gradients are not rounded
 * @param mse mean squared rounding error; 0 where gradients are not rounded
 * @param sqnr of rounding in decibels; infinite where nothing is lost
 * @param roundedToZero of the values other than 0, the share that rounding makes 0
 * @param histogram counts of values in bins of equal width between −maxAbs and maxAbs
 * @param sentBits what a worker of distributed training would send: codes and one scale of 32 bits
 */
public record GradientStatistics(
        String parameter,
        String layer,
        int values,
        double maxAbs,
        double zeros,
        double step,
        double mse,
        double sqnr,
        double roundedToZero,
        long[] histogram,
        long sentBits) {}
