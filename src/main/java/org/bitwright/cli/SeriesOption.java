package org.bitwright.cli;

import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ConfigNames;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A line of the sweep as it is typed and printed: {@code [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME]}, or a format. */
final class SeriesOption {
    private SeriesOption() {}

    static SweepSeries parse(String text) {
        FormatFamily family = FormatFamily.named(text.split("\\+", 2)[0]).orElse(FormatFamily.INT);
        String rest = text.startsWith(family.id()) ? text.substring(family.id().length()) : "+" + text;
        if (rest.isEmpty()) {
            NumberFormat format = family.at(family.maxBits(), Scheme.SYMMETRIC);
            return new SweepSeries(family, FormatRules.usual(format), Calibrator.minMax(), Scheme.SYMMETRIC);
        }
        String[] parts = rest.substring(1).split("\\+", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form [FORMAT+]GRANULARITY+CALIBRATOR[+SCHEME], such as channel+mse");
        }
        return new SweepSeries(
                family,
                ConfigNames.granularity(parts[0]),
                ConfigNames.calibrator(parts[1]),
                parts.length == 3 ? ConfigNames.scheme(parts[2]) : Scheme.SYMMETRIC);
    }

    static String text(SweepSeries series) {
        String scheme = series.scheme() == Scheme.SYMMETRIC ? "" : "+" + ConfigNames.of(series.scheme());
        String family =
                series.family() == FormatFamily.INT ? "" : series.family().id() + "+";
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
