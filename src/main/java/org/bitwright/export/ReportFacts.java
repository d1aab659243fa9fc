package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.SweepResult;

/**
 * What a report tells beyond what an export is made from.
 *
 * @param command how to do the same again on a command line; empty where the work was done by hand
 * @param sweep the newest sweep
 * @param warnings what the user should know, one sentence each, the gravest first
 * @param exports files written from this very configuration
 * @param data what was measured and calibrated on
 */
public record ReportFacts(
        Optional<String> command,
        Optional<SweepResult> sweep,
        List<Warning> warnings,
        List<ExportResult> exports,
        List<DataFile> data) {
    private static final ReportFacts NONE =
            new ReportFacts(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());

    public ReportFacts {
        warnings = List.copyOf(warnings);
        exports = List.copyOf(exports);
        data = List.copyOf(data);
    }

    public static ReportFacts none() {
        return NONE;
    }

    /**
     * Something to know.
     *
     * @param severity such as {@code warning}
     */
    public record Warning(String severity, String text) {}

    /**
     * A data set.
     *
     * @param use such as {@code evaluation}
     * @param digest hexadecimal SHA-256
     */
    public record DataFile(String use, String name, String digest, int samples) {}
}
