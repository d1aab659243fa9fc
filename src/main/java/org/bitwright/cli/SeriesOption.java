package org.bitwright.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ConfigNames;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A line of the sweep as it is typed and printed: {@code [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME]}, or a format. */
final class SeriesOption {
    private SeriesOption() {}

    static SweepSeries parse(String text) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split("\\+", -1)));
        Optional<FormatFamily> named = FormatFamily.named(parts.get(0));
        if (named.isPresent()) {
            parts.remove(0);
        }
        if (parts.size() < (named.isPresent() ? 0 : 2) || parts.size() > 3) {
            throw new IllegalArgumentException("'" + text
                    + "' is neither a format, such as nf4, nor of the form [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME],"
                    + " such as channel+mse or fp8-e4m3+channel+mse");
        }
        return possible(text, series(named.orElse(FormatFamily.INT), parts));
    }

    private static SweepSeries series(FormatFamily family, List<String> parts) {
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
                .ifPresent(obstacle -> {
                    throw new IllegalArgumentException("'" + text + "' cannot be swept: " + obstacle.reason());
                });
        return series;
    }

    /** As short as {@link #parse} understands it. */
    static String text(SweepSeries series) {
        String id = series.family().id();
        if (series.family() != FormatFamily.INT && series.equals(parse(id))) {
            return id;
        }
        String scheme = series.scheme() == Scheme.SYMMETRIC ? "" : "+" + ConfigNames.of(series.scheme());
        String family = series.family() == FormatFamily.INT ? "" : id + "+";
        return family + ConfigNames.of(series.granularity()) + "+" + ConfigNames.of(series.calibrator()) + scheme;
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
