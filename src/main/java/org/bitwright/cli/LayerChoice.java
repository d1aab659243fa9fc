package org.bitwright.cli;

import java.util.Optional;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Layer;
import org.bitwright.project.Presets;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
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
        Optional<Range> range) {
    private static final int DEFAULT_BITS = 8;

    /** @throws IllegalArgumentException if the choices contradict each other */
    TensorConfig appliedTo(TensorConfig before, Layer layer) {
        TensorConfig config = before.withFormat(format(before.format()));
        config = config.withGranularity(granularity.orElse(config.granularity()));
        if (calibrator.isPresent()) {
            config = config.withCalibrator(calibrator.get()).withoutManual();
        }
        config = Presets.fitting(config, layer);
        return range.isPresent() ? withRange(config, layer, range.get()) : config;
    }

    private NumberFormat format(NumberFormat before) {
        Scheme chosenScheme = scheme.orElse(before instanceof NumberFormat.Uniform u ? u.scheme() : Scheme.SYMMETRIC);
        int width = bits.orElse(before instanceof NumberFormat.Uniform u ? u.bits() : DEFAULT_BITS);
        String name = format.orElseGet(() -> bits.isPresent() || scheme.isPresent() ? "int" : ConfigNames.of(before));
        if (name.equals("int") && width == 1) {
            return NumberFormat.binary();
        }
        if (!name.equals("int")
                && bits.isPresent()
                && bits.get() != ConfigNames.format(name, width, chosenScheme).bits()) {
            throw new IllegalArgumentException("format " + name + " has no " + bits.get() + "-bit form");
        }
        return ConfigNames.format(name, width, chosenScheme);
    }

    private static TensorConfig withRange(TensorConfig config, Layer layer, Range range) {
        if (!(config.format() instanceof NumberFormat.Uniform)) {
            throw new IllegalArgumentException("only integers take a range, and '" + layer.name() + "' has none");
        }
        int granules = config.granularity() == Granularity.CHANNEL ? layer.channels() : 1;
        TensorConfig next = config;
        for (int granule = 0; granule < granules; granule++) {
            next = next.withManual(granule, ManualGrid.ofRange(range));
        }
        return next;
    }
}
