package org.bitwright.analysis;

import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Scheme;

/**
 * How a line of the chart quantizes activations, besides the width and the format, which are those of the line.
 *
 * @param scheme of integers
 * @param calibrator of the static ranges
 */
public record ActivationSeries(Scheme scheme, Calibrator calibrator) {
    private static final ActivationSeries USUAL = new ActivationSeries(Scheme.ASYMMETRIC, Calibrator.minMax());

    /** Asymmetric, from the least to the greatest value. */
    public static ActivationSeries usual() {
        return USUAL;
    }
}
