package org.bitwright.runtime;

import java.util.Arrays;

/**
 * What flowed through one value of a network for a batch of samples.
 *
 * @param shape extents; the first is the number of samples
 * @param values dense, row-major; shared: callers do not write to them
 */
public record Activation(long[] shape, float[] values) {

    /** Number of samples. */
    public int samples() {
        return Math.toIntExact(shape[0]);
    }

    /** Number of values of one sample. */
    public int sampleSize() {
        return samples() == 0 ? 0 : values.length / samples();
    }

    /** The first samples alone: what padding behind them gave is left out. */
    Activation first(int samples) {
        if (samples == samples()) {
            return this;
        }
        long[] part = shape.clone();
        part[0] = samples;
        return new Activation(part, Arrays.copyOf(values, samples * sampleSize()));
    }
}
