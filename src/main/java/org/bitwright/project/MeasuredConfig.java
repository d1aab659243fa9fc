package org.bitwright.project;

import java.util.OptionalInt;
import org.bitwright.quant.QuantConfig;

/**
 * A configuration that was measured on all evaluation samples.
 *
 * @param uniformBits the width of all layers' weights, where all are quantized to one and the same
 */
public record MeasuredConfig(QuantConfig config, Measurement measurement, OptionalInt uniformBits) {

    /** What a front is drawn of: top-1 accuracy, or agreement with the float network where the data have no labels. */
    public double score() {
        return measurement.accuracy().map(accuracy -> accuracy.top1()).orElse(measurement.agreement());
    }
}
