package org.bitwright.export;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180): UTF-8, CRLF, quotes where needed. */
public final class CsvLine {
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private CsvLine() {}

    /** A line with its line end. */
    public static String of(List<String> fields) {
        return fields.stream().map(CsvLine::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A text from a file that nobody vouches for: a spreadsheet must not take it for a formula. */
    public static String text(String untrusted) {
        return !untrusted.isEmpty() && FORMULA_STARTS.indexOf(untrusted.charAt(0)) >= 0 ? "'" + untrusted : untrusted;
    }

    /** A number with all its digits; empty where it is infinite or undefined. */
    public static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
