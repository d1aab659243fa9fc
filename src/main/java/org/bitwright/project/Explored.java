package org.bitwright.project;

import java.util.Optional;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.jspecify.annotations.Nullable;

/** What measurements of sensitivity and searches found on the present data. Thread-safe. */
final class Explored {
    private @Nullable SensitivityResult sensitivity;
    private @Nullable SearchResult search;

    synchronized Optional<SensitivityResult> lastSensitivity() {
        return Optional.ofNullable(sensitivity);
    }

    synchronized Optional<SearchResult> search() {
        return Optional.ofNullable(search);
    }
}
