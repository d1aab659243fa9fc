package org.bitwright.cli;

import java.util.Optional;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Layer;
import org.bitwright.project.Presets;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/**
 * What options say about a layer; what they don't say stays as it is.
 *
 * @param format its name; one bit is binary whatever it says
 * @param range set by hand for every granule
 */
record LayerChoice(
        Optional<Integer> bits,
        Optional<String> format,
        Optional<Scheme> scheme,
        Optional<Granularity> granularity,
        Optional<Calibrator> calibrator,
        Optional<Rounding> rounding,
        Optional<Range> range) {
    private static final int DEFAULT_BITS = 8;

    static LayerChoice none() {
        return new LayerChoice(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    boolean isEmpty() {
        return bits.isEmpty()
                && format.isEmpty()
                && scheme.isEmpty()
                && granularity.isEmpty()
                && calibrator.isEmpty()
                && rounding.isEmpty()
                && range.isEmpty();
    }

    /** @throws IllegalArgumentException if the choices contradict each other */
    TensorConfig appliedTo(TensorConfig before, Layer layer) {
        TensorConfig config = before.withFormat(format(before.format()));
        if (scheme.isPresent() && !(config.format() instanceof NumberFormat.Uniform)) {
            refuse(Optional.of(FormatRules.Obstacle.INTEGERS_ONLY), "scheme", config);
        }
        if (granularity.isPresent()) {
            refuse(FormatRules.obstacle(config.format(), granularity.get()), "granularity", config);
            config = config.withGranularity(granularity.get());
        }
        if (calibrator.isPresent()) {
            refuse(FormatRules.obstacle(config.format(), calibrator.get()), "calibrator", config);
            refuse(FormatRules.obstacle(layer, config.fitting(layer), calibrator.get()), layer);
            config = config.withCalibrator(calibrator.get()).withoutManual();
        }
        if (rounding.isPresent()) {
            refuse(FormatRules.roundingObstacle(config.format()), "rounding", config);
            config = config.withRounding(rounding.get());
        }
        config = Presets.fitting(config, layer);
        return range.isPresent() ? withRange(config, layer, range.get()) : config;
    }

    private static void refuse(Optional<FormatRules.Obstacle> obstacle, String what, TensorConfig config) {
        if (obstacle.isPresent()) {
            throw new IllegalArgumentException("format " + ConfigNames.of(config.format()) + " does not take this "
                    + what + ": " + obstacle.get().reason());
        }
    }

    private static void refuse(Optional<FormatRules.Obstacle> obstacle, Layer layer) {
        if (obstacle.isPresent()) {
            throw new IllegalArgumentException("layer '" + layer.name() + "' does not take this calibrator: "
                    + obstacle.get().reason() + " (--set chooses for some layers only)");
        }
    }

    private NumberFormat format(NumberFormat before) {
        Scheme chosenScheme = scheme.orElse(before instanceof NumberFormat.Uniform u ? u.scheme() : Scheme.SYMMETRIC);
        int width = bits.orElse(before instanceof NumberFormat.Uniform u ? u.bits() : DEFAULT_BITS);
        if (bits.isEmpty() && before instanceof NumberFormat.Codebook codebook) {
            width = codebook.bits();
        }
        String name = format.orElseGet(() -> named(before));
        if (name.equals("int") && width == 1) {
            return NumberFormat.binary();
        }
        FormatFamily family = ConfigNames.family(name);
        if (bits.isPresent() && (bits.get() < family.minBits() || bits.get() > family.maxBits())) {
            throw new IllegalArgumentException("format " + name + " has no " + bits.get() + "-bit form");
        }
        return ConfigNames.format(name, width, chosenScheme);
    }

    private String named(NumberFormat before) {
        boolean wider = bits.isPresent() && !(before instanceof NumberFormat.Codebook);
        return wider || scheme.isPresent() ? FormatFamily.INT.id() : ConfigNames.of(before);
    }

    private static TensorConfig withRange(TensorConfig config, Layer layer, Range range) {
        if (!(config.format() instanceof NumberFormat.Ranged)) {
            throw new IllegalArgumentException("format " + ConfigNames.of(config.format()) + " takes no range, which '"
                    + layer.name() + "' would need");
        }
        int granules = GranuleLayout.of(layer, config.granularity()).granules();
        TensorConfig next = config;
        for (int granule = 0; granule < granules; granule++) {
            next = next.withManual(granule, ManualGrid.ofRange(range));
        }
        return next;
    }
}
