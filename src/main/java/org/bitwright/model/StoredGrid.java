package org.bitwright.model;

/**
 * The integers that a quantized file stores a tensor in: real = (code − zero point) · scale.
 *
 * @param scales one for the tensor, or one a channel of {@code axis}; positive and finite
 * @param zeroPoints as many as scales, within the limits of the codes
 * @param axis that the scales lie along; −1 where there is one for the whole tensor
 * @param bits of a code, 2 to 16
 * @param signed whether codes run from −2^(bits−1), else from 0
 */
public record StoredGrid(float[] scales, int[] zeroPoints, int axis, int bits, boolean signed) {
    public StoredGrid {
        if (scales.length == 0 || scales.length != zeroPoints.length || axis < 0 && scales.length != 1) {
            throw new IllegalArgumentException(
                    scales.length + " scales, " + zeroPoints.length + " zero points, axis " + axis);
        }
        scales = scales.clone();
        zeroPoints = zeroPoints.clone();
    }

    /** Whether one scale serves the whole tensor. */
    public boolean isPerTensor() {
        return axis < 0;
    }

    /** The least code. */
    public int least() {
        return signed ? -(1 << bits - 1) : 0;
    }

    /** The greatest code. */
    public int greatest() {
        return signed ? (1 << bits - 1) - 1 : (1 << bits) - 1;
    }
}
