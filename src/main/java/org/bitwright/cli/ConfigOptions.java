package org.bitwright.cli;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.export.ConfigNames;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.task.CancelToken;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is chosen for the layers: a file or a preset, then options for all layers, then for some. */
final class ConfigOptions {
    @Mixin
    final PresentOptions present = new PresentOptions();

    @Option(
            names = "--bits",
            paramLabel = "N",
            converter = BitsConverter.class,
            description = "Width of integers, 2 to 16 (1 is binary), or of a codebook, 1 to 8.")
    Optional<Integer> bits = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "NAME",
            converter = FormatConverter.class,
            description = "Number format: " + ConfigNames.FORMATS + ".")
    Optional<String> format = Optional.empty();

    @Option(
            names = "--scheme",
            paramLabel = "NAME",
            converter = SchemeConverter.class,
            description = "How integers lie around zero: " + ConfigNames.SCHEMES + ".")
    Optional<Scheme> scheme = Optional.empty();

    @Option(
            names = "--granularity",
            paramLabel = "NAME",
            converter = GranularityConverter.class,
            description = "Which weights share a scale: " + ConfigNames.GRANULARITIES + ".")
    Optional<Granularity> granularity = Optional.empty();

    @Option(
            names = "--calibrator",
            paramLabel = "NAME",
            converter = CalibratorConverter.class,
            description = "How ranges are found: " + ConfigNames.CALIBRATORS + ".")
    Optional<Calibrator> calibrator = Optional.empty();

    @Option(
            names = "--rounding",
            paramLabel = "NAME",
            converter = RoundingConverter.class,
            description = "How values between two levels are rounded: " + ConfigNames.ROUNDINGS + ".")
    Optional<Rounding> rounding = Optional.empty();

    /** Makes the configuration that the options ask for the project's. */
    void applyTo(Project project, WorkCommand command, CancelToken cancel) throws IOException {
        LayerChoice all = new LayerChoice(bits, format, scheme, granularity, calibrator, rounding, Optional.empty());
        present.applyTo(project, all, command, cancel);
    }

    interface Reading<T> {
        T read(String text);
    }

    static <T> T converted(String text, Reading<T> reading) {
        try {
            return reading.read(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static final class BitsConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return converted(text, BitWidths::width);
        }
    }

    static final class FormatConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return converted(text, SetOption::formatName);
        }
    }

    static final class SchemeConverter implements ITypeConverter<Scheme> {
        @Override
        public Scheme convert(String text) {
            return converted(text, ConfigNames::scheme);
        }
    }

    static final class GranularityConverter implements ITypeConverter<Granularity> {
        @Override
        public Granularity convert(String text) {
            return converted(text, ConfigNames::granularity);
        }
    }

    static final class CalibratorConverter implements ITypeConverter<Calibrator> {
        @Override
        public Calibrator convert(String text) {
            return converted(text, ConfigNames::calibrator);
        }
    }

    static final class RoundingConverter implements ITypeConverter<Rounding> {
        @Override
        public Rounding convert(String text) {
            return converted(text, ConfigNames::rounding);
        }
    }
}
