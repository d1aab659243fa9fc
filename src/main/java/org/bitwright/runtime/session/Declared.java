package org.bitwright.runtime.session;

import java.util.List;
import org.bitwright.model.ElementType;

/**
 * An input or output as a session declares it.
 *
 * @param extents −1 where an axis is free
 */
public record Declared(String name, ElementType type, List<Long> extents) {
    public Declared {
        extents = List.copyOf(extents);
    }
}
