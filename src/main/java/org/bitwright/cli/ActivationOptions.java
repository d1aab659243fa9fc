package org.bitwright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.TargetRules;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What is chosen for the activations; without any of it they stay as they are, float at first. */
final class ActivationOptions {
    @Option(
            names = "--activation-bits",
            paramLabel = "N",
            converter = ConfigOptions.BitsConverter.class,
            description = "Quantize activations too: width of integers, 2 to 16.")
    private Optional<Integer> bits = Optional.empty();

    @Option(
            names = "--activation-format",
            paramLabel = "NAME",
            converter = ConfigOptions.FormatConverter.class,
            description = "Number format of activations: float, int, fp8-e4m3, fp8-e5m2, fp4 (default: int).")
    private Optional<String> format = Optional.empty();

    @Option(
            names = "--activation-scheme",
            paramLabel = "NAME",
            converter = ConfigOptions.SchemeConverter.class,
            description =
                    "How integers of activations lie around zero: " + ConfigNames.SCHEMES + " (default: asymmetric).")
    private Optional<Scheme> scheme = Optional.empty();

    @Option(
            names = "--activation-calibrator",
            paramLabel = "NAME",
            converter = CalibratorConverter.class,
            description = "How ranges of activations are found on the calibration data: "
                    + ConfigNames.ACTIVATION_CALIBRATORS + " (default: minmax).")
    private Optional<Calibrator> calibrator = Optional.empty();

    @Option(
            names = "--activation-mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "static: ranges from calibration data; dynamic: those of every run (default: static).")
    private Optional<ActivationMode> mode = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "PROFILE",
            converter = TargetConverter.class,
            description = "The runtime whose rules activations follow: " + ConfigNames.TARGETS
                    + " (default: that of the preset or configuration, else ort-cpu).")
    private Optional<TargetProfile> target = Optional.empty();

    /**
     * Applies the options to the activations that are quantized; where none is, to those that usually are for the
     * target.
     */
    QuantConfig appliedTo(QuantConfig config, Model model) {
        ActivationChoice choice = choice();
        QuantConfig next = target.isPresent() ? config.withTarget(target.get()) : config;
        if (choice.isEmpty()) {
            return next;
        }
        if (target.isEmpty() && !config.quantizesActivations() && config.target() == TargetProfile.NONE) {
            next = next.withTarget(TargetProfile.ORT_CPU);
        }
        return next.editActivations(edges(next, model), choice::appliedTo);
    }

    private ActivationChoice choice() {
        return new ActivationChoice(bits, format, scheme, calibrator, mode, Optional.empty());
    }

    /** Whether anything is said of activations. */
    boolean areGiven() {
        return !choice().isEmpty();
    }

    private List<String> edges(QuantConfig config, Model model) {
        List<String> quantized = new ArrayList<>();
        config.activations().forEach((edge, before) -> {
            if (before.isQuantized()) {
                quantized.add(edge);
            }
        });
        return quantized.isEmpty()
                ? TargetRules.usualEdges(model, config.target(), mode.orElse(ActivationMode.STATIC))
                : quantized;
    }

    static final class CalibratorConverter implements ITypeConverter<Calibrator> {
        @Override
        public Calibrator convert(String text) {
            return ConfigOptions.converted(text, ConfigNames::activationCalibrator);
        }
    }

    static final class ModeConverter implements ITypeConverter<ActivationMode> {
        @Override
        public ActivationMode convert(String text) {
            return ConfigOptions.converted(text, ConfigNames::activationMode);
        }
    }

    static final class TargetConverter implements ITypeConverter<TargetProfile> {
        @Override
        public TargetProfile convert(String text) {
            return ConfigOptions.converted(text, ConfigNames::target);
        }
    }
}
