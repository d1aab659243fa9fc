package org.bitwright.model;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param extents one an axis; {@link #FREE} where the file leaves it open
 */
public record ValueInfo(String name, ElementType type, List<Long> extents) {
    /** Stands for an axis whose extent is free. */
    public static final long FREE = -1;

    public ValueInfo {
        extents = List.copyOf(extents);
    }
}
