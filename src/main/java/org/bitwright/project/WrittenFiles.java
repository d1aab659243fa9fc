package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.quant.QuantConfig;

/** The files that were written in this session, for the report: the newest ones. Thread-safe. */
final class WrittenFiles {
    private static final int MOST = 32;

    private record Written(QuantConfig config, ExportResult result) {}

    private final List<Written> newest = new ArrayList<>();

    /** Takes down a file; one that was written over is forgotten. Reports tell of themselves nothing. */
    synchronized void add(QuantConfig config, ExportResult result) {
        if (result.target() == ExportTarget.REPORT) {
            return;
        }
        newest.removeIf(written -> written.result().path().equals(result.path()));
        newest.add(new Written(config, result));
        if (newest.size() > MOST) {
            newest.remove(0);
        }
    }

    /** The files of a configuration, in the order in which they were written. */
    synchronized List<ExportResult> of(QuantConfig config) {
        return newest.stream()
                .filter(written -> written.config().equals(config))
                .map(Written::result)
                .toList();
    }
}
