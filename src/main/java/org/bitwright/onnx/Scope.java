package org.bitwright.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that an operator can name: those of its own graph, then those of the graphs around it. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Origin> values = new HashMap<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    /** Whether the name was still free in this graph. */
    boolean add(String name, Origin origin) {
        return values.putIfAbsent(name, origin) == null;
    }

    Optional<Origin> find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Origin origin = scope.values.get(name);
            if (origin != null) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }
}
