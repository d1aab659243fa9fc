package org.bitwright.quant.target;

import java.util.Arrays;

/**
 * A bias as 32-bit integers at the scale of its accumulator: input scale times weight scale. Arrays are shared: nobody
 * writes to them.
 *
 * @param bias name of the constant: the layer's bias, or the shift of the batch normalization that was folded into a layer
 *     without one
 * @param scales one a channel, or one for all
 * @param codes round(bias / scale), one a channel
 * @param values {@code codes · scale} in float32: what the simulation adds
 */
public record BiasPlan(String bias, float[] scales, int[] codes, float[] values) {

    @Override
    public boolean equals(Object other) {
        return other instanceof BiasPlan that
                && bias.equals(that.bias)
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(codes, that.codes)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * bias.hashCode() + Arrays.hashCode(codes);
    }
}
