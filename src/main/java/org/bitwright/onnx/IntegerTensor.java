package org.bitwright.onnx;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A weight as integers: value {@code i} is {@code (codes[i] − zeroPoint) · scale} in float32. Arrays are shared, not
 * copied: nobody writes to them. Every value must have a code: weights with NaN or infinities stay float.
 *
 * @param weight name of the weight tensor
 * @param codes row-major in storage layout, within the limits of {@code bits}
 * @param scales one a tensor, or one a channel where there is an axis
 * @param zeroPoints as many as scales
 * @param bits 1 to 16; 1 stands for the codes −1 and +1 of a binary weight
 * @param signed whether codes are signed numbers of {@code bits} bits
 * @param axis of the storage layout that holds the channels; empty for one scale a tensor
 */
public record IntegerTensor(
        String weight, int[] codes, float[] scales, int[] zeroPoints, int bits, boolean signed, OptionalInt axis) {
    public IntegerTensor {
        if (bits < 1 || bits > 16) {
            throw new IllegalArgumentException("1 to 16 bits can be stored, but these are " + bits);
        }
        if (scales.length != zeroPoints.length || scales.length == 0 || axis.isEmpty() && scales.length != 1) {
            throw new IllegalArgumentException(
                    "one scale and one zero point a tensor or a channel are needed, but there" + " are " + scales.length
                            + " and " + zeroPoints.length);
        }
        int low = bits == 1 ? -1 : signed ? -(1 << bits - 1) : 0;
        int high = bits == 1 ? 1 : signed ? (1 << bits - 1) - 1 : (1 << bits) - 1;
        if (!Arrays.stream(codes).allMatch(code -> code >= low && code <= high)
                || !Arrays.stream(zeroPoints).allMatch(code -> code >= low && code <= high)) {
            throw new IllegalArgumentException(
                    "codes and zero points of " + bits + " bits lie in " + low + " … " + high);
        }
        if (bits == 1 && !signed) {
            throw new IllegalArgumentException("the codes −1 and +1 are signed");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntegerTensor that
                && weight.equals(that.weight)
                && Arrays.equals(codes, that.codes)
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(zeroPoints, that.zeroPoints)
                && bits == that.bits
                && signed == that.signed
                && axis.equals(that.axis);
    }

    @Override
    public int hashCode() {
        return 31 * weight.hashCode() + Arrays.hashCode(codes);
    }
}
