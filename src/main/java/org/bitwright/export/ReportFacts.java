package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.SweepResult;
import org.bitwright.runtime.LatencyComparison;

/**
 * What a report tells beyond what an export is made from.
 *
 * @param command how to do the same again on a command line; empty where the work was done by hand
 * @param sweep the newest sweep
 * @param warnings what the user should know, one sentence each, the gravest first
 * @param files those that were written from this very configuration
 * @param data what was measured and calibrated on
 * @param exploration what was found out about other configurations
 * @param training runs of training
 */
public record ReportFacts(
        Optional<String> command,
        Optional<SweepResult> sweep,
        List<Warning> warnings,
        List<WrittenFile> files,
        List<DataFile> data,
        ReportExploration exploration,
        ReportTraining training) {
    private static final ReportFacts NONE =
            new ReportFacts(Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());

    public ReportFacts {
        warnings = List.copyOf(warnings);
        files = List.copyOf(files);
        data = List.copyOf(data);
    }

    /** Of one configuration alone. */
    public ReportFacts(
            Optional<String> command,
            Optional<SweepResult> sweep,
            List<Warning> warnings,
            List<WrittenFile> files,
            List<DataFile> data) {
        this(command, sweep, warnings, files, data, ReportExploration.none());
    }

    /** Without training. */
    public ReportFacts(
            Optional<String> command,
            Optional<SweepResult> sweep,
            List<Warning> warnings,
            List<WrittenFile> files,
            List<DataFile> data,
            ReportExploration exploration) {
        this(command, sweep, warnings, files, data, exploration, ReportTraining.none());
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
     * A file that was written.
     *
     * @param latency how fast it is, where that was measured
     */
    public record WrittenFile(ExportResult result, Optional<LatencyComparison> latency) {}

    /** What the first of the files that were run themselves does on the evaluation data. */
    Optional<ExportResult> run() {
        return files.stream()
                .map(WrittenFile::result)
                .filter(result -> result.results().isPresent())
                .findFirst();
    }

    /**
     * A data set.
     *
     * @param use such as {@code evaluation}
     * @param digest hexadecimal SHA-256
     */
    public record DataFile(String use, String name, String digest, int samples) {}
}
