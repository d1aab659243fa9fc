package org.bitwright.analysis;

import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/**
 * One line of the chart: everything but the width, or one dot where the format has one width only. Integers of 1 bit
 * are binary at the same granularity.
 *
 * @param scheme of integers
 */
public record SweepSeries(FormatFamily family, Granularity granularity, Calibrator calibrator, Scheme scheme) {

    /** Of integers. */
    public SweepSeries(Granularity granularity, Calibrator calibrator, Scheme scheme) {
        this(FormatFamily.INT, granularity, calibrator, scheme);
    }

    /** Whether the format comes in this width, and the calibrator has a meaning for it. */
    public boolean has(int bits) {
        return family == FormatFamily.INT && bits == 1
                || bits >= family.minBits()
                        && bits <= family.maxBits()
                        && (bits <= FormatRules.ENTROPY_BITS || !(calibrator instanceof Calibrator.Entropy));
    }

    /** The configuration of a layer at a width that the series {@link #has}. */
    public TensorConfig at(int bits) {
        NumberFormat format = family == FormatFamily.INT ? NumberFormat.ofBits(bits, scheme) : family.at(bits, scheme);
        // What has no meaning for the format becomes its usual choice.
        TensorConfig config = TensorConfig.of(NumberFormat.uniform(2, scheme), granularity, calibrator)
                .withFormat(format);
        return FormatRules.obstacle(format, granularity).isEmpty() ? config.withGranularity(granularity) : config;
    }
}
