package org.bitwright.cli;

import org.bitwright.analysis.SweepSeries;
import org.bitwright.export.ConfigNames;
import org.bitwright.quant.Scheme;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A line of the sweep as it is typed and printed: {@code GRANULARITY+CALIBRATOR[+SCHEME]}. */
final class SeriesOption {
    private SeriesOption() {}

    static SweepSeries parse(String text) {
        String[] parts = text.split("\\+", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form GRANULARITY+CALIBRATOR[+SCHEME], such as channel+mse");
        }
        return new SweepSeries(
                ConfigNames.granularity(parts[0]),
                ConfigNames.calibrator(parts[1]),
                parts.length == 3 ? ConfigNames.scheme(parts[2]) : Scheme.SYMMETRIC);
    }

    static String text(SweepSeries series) {
        String scheme = series.scheme() == Scheme.SYMMETRIC ? "" : "+" + ConfigNames.of(series.scheme());
        return ConfigNames.of(series.granularity()) + "+" + ConfigNames.of(series.calibrator()) + scheme;
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
