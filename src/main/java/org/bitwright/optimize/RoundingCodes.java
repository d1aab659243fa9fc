package org.bitwright.optimize;

/**
 * Codes found for a weight, with what they do to the layer's output on the calibration rows.
 *
 * @param codes of the matrix entries, row-major
 * @param power Σ y² of the layer's float output
 * @param errorBefore Σ e² of it with every weight rounded to the nearest level
 * @param errorAfter Σ e² of it with these codes
 */
record RoundingCodes(int[] codes, double power, double errorBefore, double errorAfter) {}
