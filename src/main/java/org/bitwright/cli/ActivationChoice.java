package org.bitwright.cli;

import java.util.Optional;
import org.bitwright.export.ConfigNames;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;

/**
 * What options say about activations; what they don't say stays as it is, or is that of 8-bit asymmetric integers where
 * an activation was float.
 *
 * @param format its name
 * @param range set by hand
 */
record ActivationChoice(
        Optional<Integer> bits,
        Optional<String> format,
        Optional<Scheme> scheme,
        Optional<Calibrator> calibrator,
        Optional<ActivationMode> mode,
        Optional<Range> range) {
    private static final int DEFAULT_BITS = 8;

    boolean isEmpty() {
        return bits.isEmpty()
                && format.isEmpty()
                && scheme.isEmpty()
                && calibrator.isEmpty()
                && mode.isEmpty()
                && range.isEmpty();
    }

    /** @throws IllegalArgumentException if the choices contradict each other */
    ActivationConfig appliedTo(ActivationConfig before) {
        NumberFormat next = format(before.format());
        if (!next.isQuantized()) {
            refuseMore();
            return ActivationConfig.unquantized();
        }
        if (mode.orElse(before.mode()) == ActivationMode.DYNAMIC && !chooses()) {
            return dynamic(next);
        }
        if (!(next instanceof NumberFormat.Ranged ranged)) {
            throw new IllegalArgumentException(
                    "activations are float, integers or 8-bit floats, not " + ConfigNames.of(next));
        }
        ActivationConfig config = before.isQuantized()
                ? before.withFormat(next).withCalibrator(before.calibrator())
                : ActivationConfig.ofStatic(ranged, Calibrator.minMax());
        if (calibrator.isPresent()) {
            FormatRules.obstacle(next, calibrator.get()).ifPresent(obstacle -> {
                throw new IllegalArgumentException("activations in format " + ConfigNames.of(next)
                        + " do not take this calibrator: " + obstacle.reason());
            });
            config = config.withCalibrator(calibrator.get()).withManual(Optional.empty());
        }
        return range.isPresent() ? config.withManual(range.map(ManualGrid::ofRange)) : config;
    }

    /** Whether something is chosen that only a range that stands before can have. */
    private boolean chooses() {
        return mode.isEmpty()
                && (calibrator.isPresent() || range.isPresent() || bits.isPresent() || scheme.isPresent());
    }

    private void refuseMore() {
        if (bits.isPresent() || scheme.isPresent() || calibrator.isPresent() || mode.isPresent() || range.isPresent()) {
            throw new IllegalArgumentException("float activations have no bits, scheme, calibrator, mode or range");
        }
    }

    private ActivationConfig dynamic(NumberFormat next) {
        boolean fits = bits.orElse(DEFAULT_BITS) == DEFAULT_BITS
                && scheme.orElse(Scheme.ASYMMETRIC) == Scheme.ASYMMETRIC
                && next instanceof NumberFormat.Uniform
                && calibrator.isEmpty()
                && range.isEmpty();
        if (!fits) {
            throw new IllegalArgumentException(
                    "dynamic activations are asymmetric integers of 8 bits without a calibrator or a range");
        }
        return ActivationConfig.dynamic();
    }

    private NumberFormat format(NumberFormat before) {
        NumberFormat.Uniform usual = before instanceof NumberFormat.Uniform uniform
                ? uniform
                : new NumberFormat.Uniform(DEFAULT_BITS, Scheme.ASYMMETRIC);
        boolean keeps = format.isEmpty() && bits.isEmpty() && scheme.isEmpty() && before.isQuantized();
        if (keeps) {
            return before;
        }
        FormatFamily family = ConfigNames.family(format.orElse(FormatFamily.INT.id()));
        int width = family == FormatFamily.INT ? bits.orElse(usual.bits()) : bits.orElse(family.maxBits());
        if (family != FormatFamily.FLOAT && (width < family.minBits() || width > family.maxBits())) {
            throw new IllegalArgumentException(
                    "activations in format " + family.id() + " have no " + width + "-bit form");
        }
        return family.at(width, scheme.orElse(usual.scheme()));
    }
}
