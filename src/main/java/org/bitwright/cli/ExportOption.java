package org.bitwright.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.bitwright.export.ExportTarget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code FORMAT=FILE}. */
record ExportOption(ExportTarget target, Path file) {

    /** In the same order, but reports behind the files that they tell about. */
    static List<ExportOption> reportsLast(List<ExportOption> options) {
        return options.stream()
                .sorted(Comparator.comparing(option -> option.target() == ExportTarget.REPORT))
                .toList();
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<ExportOption> {
        @Override
        public ExportOption convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new TypeConversionException("'" + text + "' is not of the form FORMAT=FILE");
            }
            String id = text.substring(0, equals);
            ExportTarget target = ExportTarget.byId(id)
                    .orElseThrow(() -> new TypeConversionException("export '" + id
                            + "' is not available in this version; there are: "
                            + Arrays.stream(ExportTarget.values())
                                    .map(ExportTarget::id)
                                    .collect(Collectors.joining(", "))));
            try {
                return new ExportOption(target, Path.of(text.substring(equals + 1)));
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + text.substring(equals + 1) + "' is no file name");
            }
        }
    }
}
