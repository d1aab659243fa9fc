package org.bitwright.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.ReportFacts.WrittenFile;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.LatencyComparison;

/** The files that were written in this session, for the report: the newest ones. Thread-safe. */
final class WrittenFiles {
    private static final int MOST = 32;

    private record Written(QuantConfig config, WrittenFile file) {
        boolean isAt(Path path) {
            return file.result().path().equals(path);
        }
    }

    private final List<Written> newest = new ArrayList<>();

    /** Takes down a file; one that was written over is forgotten. Reports tell of themselves nothing. */
    synchronized void add(QuantConfig config, ExportResult result) {
        if (result.target() == ExportTarget.REPORT) {
            return;
        }
        newest.removeIf(written -> written.isAt(result.path()));
        newest.add(new Written(config, new WrittenFile(result, Optional.empty())));
        if (newest.size() > MOST) {
            newest.remove(0);
        }
    }

    /** Takes down how fast a file is. */
    synchronized void add(Path path, LatencyComparison latency) {
        newest.replaceAll(written -> written.isAt(path)
                ? new Written(written.config(), new WrittenFile(written.file().result(), Optional.of(latency)))
                : written);
    }

    /** The files of a configuration, in the order in which they were written. */
    synchronized List<WrittenFile> of(QuantConfig config) {
        return newest.stream()
                .filter(written -> written.config().equals(config))
                .map(Written::file)
                .toList();
    }
}
