package org.bitwright.analysis;

import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/** One line of the chart: everything but the width. At 1 bit it is binary at the same granularity. */
public record SweepSeries(Granularity granularity, Calibrator calibrator, Scheme scheme) {

    /** The configuration of a layer at a width. */
    public TensorConfig at(int bits) {
        return TensorConfig.of(NumberFormat.ofBits(bits, scheme), granularity, calibrator);
    }
}
