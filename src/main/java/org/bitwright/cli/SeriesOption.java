package org.bitwright.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.ActivationSeries;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.SweptPart;
import org.bitwright.export.ConfigNames;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A line of the sweep as it is typed and printed. Of weights: {@code [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME]}, or a
 * format. Of activations: {@code a:[FORMAT+]CALIBRATOR[+SCHEME]}, or {@code a:} and a format. Of both: {@code wa:}, a
 * line of weights and, unless they are the usual ones, {@code /CALIBRATOR[+SCHEME]} of the activations.
 */
final class SeriesOption {
    private static final String FORMS = "'%s' is neither a format, such as nf4, nor of the form"
            + " [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME], such as channel+mse or fp8-e4m3+channel+mse";
    private static final String ACTIVATION_FORMS =
            "'%s' does not say how activations are quantized: [FORMAT+]CALIBRATOR[+SCHEME], such as minmax or"
                    + " percentile:99.99+symmetric";

    private SeriesOption() {}

    static SweepSeries parse(String text) {
        int colon = text.indexOf(':');
        Optional<SweptPart> named = SweptPart.byId(text.substring(0, Math.max(0, colon)));
        String line = named.isPresent() ? text.substring(colon + 1) : text;
        return switch (named.orElse(SweptPart.WEIGHTS)) {
            case WEIGHTS -> weights(text, line);
            case ACTIVATIONS -> activations(text, line);
            case BOTH -> {
                int slash = line.indexOf('/');
                SweepSeries weights = weights(text, slash < 0 ? line : line.substring(0, slash));
                List<String> parts = slash < 0 ? List.of() : parts(line.substring(slash + 1));
                yield possibleActivations(text, weights.with(activations(text, parts)));
            }
        };
    }

    private static List<String> parts(String line) {
        return new ArrayList<>(Arrays.asList(line.split("\\+", -1)));
    }

    private static SweepSeries weights(String text, String line) {
        List<String> parts = parts(line);
        Optional<FormatFamily> named = FormatFamily.named(parts.get(0));
        if (named.isPresent()) {
            parts.remove(0);
        }
        if (parts.size() < (named.isPresent() ? 0 : 2) || parts.size() > 3) {
            throw new IllegalArgumentException(FORMS.formatted(text));
        }
        return possible(text, weights(named.orElse(FormatFamily.INT), parts));
    }

    private static SweepSeries weights(FormatFamily family, List<String> parts) {
        Granularity usual = FormatRules.usual(family.near(family.maxBits(), Scheme.SYMMETRIC));
        return new SweepSeries(
                family,
                parts.isEmpty() ? usual : ConfigNames.granularity(parts.get(0)),
                parts.size() < 2 ? Calibrator.minMax() : ConfigNames.calibrator(parts.get(1)),
                parts.size() < 3 ? Scheme.SYMMETRIC : ConfigNames.scheme(parts.get(2)));
    }

    private static SweepSeries possible(String text, SweepSeries series) {
        NumberFormat format = series.family().near(series.family().minBits(), series.scheme());
        FormatRules.obstacle(format, series.granularity())
                .or(() -> FormatRules.obstacle(format, series.calibrator()))
                .or(() -> FormatRules.obstacle(series.granularity(), series.calibrator()))
                .or(() -> series.calibrator() instanceof Calibrator.MovingAverage
                        ? Optional.of(FormatRules.Obstacle.ACTIVATIONS_ONLY)
                        : Optional.empty())
                .ifPresent(obstacle -> {
                    throw new IllegalArgumentException("'" + text + "' cannot be swept: " + obstacle.reason());
                });
        return series;
    }

    private static SweepSeries activations(String text, String line) {
        List<String> parts = parts(line);
        Optional<FormatFamily> named = FormatFamily.named(parts.get(0));
        if (named.isPresent()) {
            parts.remove(0);
        }
        if (named.isEmpty() && line.isEmpty()) {
            throw new IllegalArgumentException(ACTIVATION_FORMS.formatted(text));
        }
        return possibleActivations(
                text, SweepSeries.ofActivations(named.orElse(FormatFamily.INT), activations(text, parts)));
    }

    private static ActivationSeries activations(String text, List<String> parts) {
        if (parts.size() > 2) {
            throw new IllegalArgumentException(ACTIVATION_FORMS.formatted(text));
        }
        ActivationSeries usual = ActivationSeries.usual();
        Calibrator calibrator = parts.isEmpty() ? usual.calibrator() : ConfigNames.activationCalibrator(parts.get(0));
        Scheme scheme = parts.size() < 2 ? usual.scheme() : ConfigNames.scheme(parts.get(1));
        return new ActivationSeries(scheme, calibrator);
    }

    private static SweepSeries possibleActivations(String text, SweepSeries series) {
        NumberFormat format = series.family().near(series.family().minBits(), Scheme.ASYMMETRIC);
        FormatRules.obstacle(format, series.activations().calibrator()).ifPresent(obstacle -> {
            throw new IllegalArgumentException("'" + text + "' cannot be swept: " + obstacle.reason());
        });
        return series;
    }

    /** As short as {@link #parse} understands it. */
    static String text(SweepSeries series) {
        return switch (series.part()) {
            case WEIGHTS -> weights(series);
            case ACTIVATIONS -> "a:" + formatOfActivations(series);
            case BOTH -> "wa:" + weights(series) + (isUsual(series) ? "" : "/" + activations(series));
        };
    }

    private static String weights(SweepSeries series) {
        String id = series.family().id();
        SweepSeries alone =
                new SweepSeries(series.family(), series.granularity(), series.calibrator(), series.scheme());
        if (series.family() != FormatFamily.INT && alone.equals(parse(id))) {
            return id;
        }
        String scheme = series.scheme() == Scheme.SYMMETRIC ? "" : "+" + ConfigNames.of(series.scheme());
        return format(series) + ConfigNames.of(series.granularity()) + "+" + ConfigNames.of(series.calibrator())
                + scheme;
    }

    private static String formatOfActivations(SweepSeries series) {
        return isUsual(series) && series.family() != FormatFamily.INT
                ? series.family().id()
                : format(series) + activations(series);
    }

    private static boolean isUsual(SweepSeries series) {
        return series.activations().equals(ActivationSeries.usual());
    }

    private static String format(SweepSeries series) {
        return series.family() == FormatFamily.INT ? "" : series.family().id() + "+";
    }

    private static String activations(SweepSeries series) {
        ActivationSeries choice = series.activations();
        String scheme =
                choice.scheme() == ActivationSeries.usual().scheme() ? "" : "+" + ConfigNames.of(choice.scheme());
        return ConfigNames.of(choice.calibrator()) + scheme;
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<SweepSeries> {
        @Override
        public SweepSeries convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
