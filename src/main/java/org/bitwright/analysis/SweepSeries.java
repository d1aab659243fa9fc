package org.bitwright.analysis;

import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/**
 * One line of the chart: everything but the width, or one dot where the format has one width only. Integers of 1 bit
 * are binary at the same granularity; activations have no such width. What has no meaning for the part that is quantized
 * is its usual choice, so that equal lines are equal.
 *
 * @param granularity of weights
 * @param calibrator of weights
 * @param scheme of weights that are integers
 * @param part what is quantized; activations have formats with a range only
 * @param activations how activations are quantized
 */
public record SweepSeries(
        FormatFamily family,
        Granularity granularity,
        Calibrator calibrator,
        Scheme scheme,
        SweptPart part,
        ActivationSeries activations) {

    public SweepSeries {
        if (part.hasActivations()
                && !(family.near(family.maxBits(), Scheme.ASYMMETRIC) instanceof NumberFormat.Ranged)) {
            throw new RefusedException(
                    Phrase.of("activations are integers or narrow floats with a scale, not %s", family.id()));
        }
        if (!part.hasWeights()) {
            granularity = Granularity.TENSOR;
            calibrator = Calibrator.minMax();
            scheme = Scheme.SYMMETRIC;
        }
        if (!part.hasActivations()) {
            activations = ActivationSeries.usual();
        } else if (family != FormatFamily.INT) {
            activations = new ActivationSeries(ActivationSeries.usual().scheme(), activations.calibrator());
        }
    }

    /** Of weights alone. */
    public SweepSeries(FormatFamily family, Granularity granularity, Calibrator calibrator, Scheme scheme) {
        this(family, granularity, calibrator, scheme, SweptPart.WEIGHTS, ActivationSeries.usual());
    }

    /** Of weights alone, as integers. */
    public SweepSeries(Granularity granularity, Calibrator calibrator, Scheme scheme) {
        this(FormatFamily.INT, granularity, calibrator, scheme);
    }

    /** Of activations alone. */
    public static SweepSeries ofActivations(FormatFamily family, ActivationSeries activations) {
        return new SweepSeries(
                family, Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC, SweptPart.ACTIVATIONS, activations);
    }

    /** These weights, and activations of the same width and format. */
    public SweepSeries with(ActivationSeries others) {
        return new SweepSeries(family, granularity, calibrator, scheme, SweptPart.BOTH, others);
    }

    /** Whether the format comes in this width, and the calibrators have a meaning for it. */
    public boolean has(int bits) {
        boolean binary = family == FormatFamily.INT && bits == 1 && !part.hasActivations();
        boolean inRange = bits >= family.minBits() && bits <= family.maxBits();
        return binary || inRange && allows(bits, calibrator) && allows(bits, activations.calibrator());
    }

    private static boolean allows(int bits, Calibrator calibrator) {
        return bits <= FormatRules.ENTROPY_BITS || !(calibrator instanceof Calibrator.Entropy);
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

    /** Whether weights are quantized and the format leaves their granularity to choose. */
    public boolean hasGranularity() {
        NumberFormat format = family.near(family.maxBits(), scheme);
        return part.hasWeights()
                && FormatRules.obstacle(format, Granularity.TENSOR).isEmpty()
                && FormatRules.obstacle(format, Granularity.CHANNEL).isEmpty();
    }

    /** Whether weights are quantized and their scale is found by a calibrator. */
    public boolean hasCalibrator() {
        return part.hasWeights() && family.near(family.maxBits(), scheme) instanceof NumberFormat.Ranged;
    }

    /** Whether weights are integers, whose scheme is to be named. */
    public boolean hasScheme() {
        return part.hasWeights() && family == FormatFamily.INT;
    }

    /** Whether activations are integers, whose scheme is to be named. */
    public boolean hasActivationScheme() {
        return part.hasActivations() && family == FormatFamily.INT;
    }

    /** The configuration of a layer's weights at a width that the series {@link #has}. */
    public TensorConfig at(int bits) {
        if (!part.hasWeights()) {
            return TensorConfig.unquantized();
        }
        NumberFormat format = family == FormatFamily.INT ? NumberFormat.ofBits(bits, scheme) : family.at(bits, scheme);
        // What has no meaning for the format becomes its usual choice.
        TensorConfig config = TensorConfig.of(NumberFormat.uniform(2, scheme), granularity, calibrator)
                .withFormat(format);
        return FormatRules.obstacle(format, granularity).isEmpty() ? config.withGranularity(granularity) : config;
    }

    /** The configuration of an activation at a width that the series {@link #has}. */
    public ActivationConfig activationAt(int bits) {
        return part.hasActivations()
                ? ActivationConfig.ofStatic(
                        (NumberFormat.Ranged) family.at(bits, activations.scheme()), activations.calibrator())
                : ActivationConfig.unquantized();
    }
}
