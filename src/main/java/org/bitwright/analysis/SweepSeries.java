package org.bitwright.analysis;

import java.util.List;
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

    /** Whether it is a dot: the format has one width only. */
    public boolean isDot() {
        return family.isFixed();
    }

    /** The widths of a plan that are measured for this series: its only one, whatever the plan says, or those it has. */
    public List<Integer> widths(List<Integer> planned) {
        return isDot()
                ? List.of(family.minBits())
                : planned.stream().filter(this::has).toList();
    }

    /** Whether the format leaves its granularity to choose. */
    public boolean hasGranularity() {
        NumberFormat format = family.near(family.maxBits(), scheme);
        return FormatRules.obstacle(format, Granularity.TENSOR).isEmpty()
                && FormatRules.obstacle(format, Granularity.CHANNEL).isEmpty();
    }

    /** Whether the format's scale is found by a calibrator. */
    public boolean hasCalibrator() {
        return family.near(family.maxBits(), scheme) instanceof NumberFormat.Ranged;
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
