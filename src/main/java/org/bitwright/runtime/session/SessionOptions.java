package org.bitwright.runtime.session;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How ONNX Runtime makes a session.
 *
 * @param threads within an operator
 * @param optimizes whether the graph is optimized, or run as it is
 * @param entries configuration entries by their names in ONNX Runtime
 * @param optimizedFile where the optimized graph is written to; empty for nowhere
 */
public record SessionOptions(
        int threads, boolean optimizes, Map<String, String> entries, Optional<Path> optimizedFile) {
    public SessionOptions {
        entries = Map.copyOf(entries);
    }

    /** ONNX Runtime's defaults but for the number of threads. */
    public static SessionOptions usual(int threads) {
        return new SessionOptions(threads, true, Map.of(), Optional.empty());
    }

    public SessionOptions with(String entry, String value) {
        Map<String, String> more = new LinkedHashMap<>(entries);
        more.put(entry, value);
        return new SessionOptions(threads, optimizes, more, optimizedFile);
    }

    public SessionOptions withoutOptimization() {
        return new SessionOptions(threads, false, entries, optimizedFile);
    }

    public SessionOptions writing(Path file) {
        return new SessionOptions(threads, optimizes, entries, Optional.of(file));
    }
}
