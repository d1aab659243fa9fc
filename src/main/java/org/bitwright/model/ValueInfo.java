package org.bitwright.model;

import java.util.Collections;
import java.util.List;

/**
 * An input or output of a network.
 *
 * @param extents one an axis; {@link #FREE} where the file leaves it open
 * @param axisNames what the file calls each axis; empty where it has no name
 */
public record ValueInfo(String name, ElementType type, List<Long> extents, List<String> axisNames) {
    /** Stands for an axis whose extent is free. */
    public static final long FREE = -1;

    public ValueInfo {
        extents = List.copyOf(extents);
        axisNames = List.copyOf(axisNames);
        if (axisNames.size() != extents.size()) {
            throw new IllegalArgumentException(
                    extents.size() + " axes of '" + name + "' with " + axisNames.size() + " names");
        }
    }

    /** Without names of axes. */
    public ValueInfo(String name, ElementType type, List<Long> extents) {
        this(name, type, extents, Collections.nCopies(extents.size(), ""));
    }

    /** What an axis is called where somebody must tell its extent: its name, or {@code input:1} for the second axis. */
    public String axis(int axis) {
        return axisNames.get(axis).isEmpty() ? name + ":" + axis : axisNames.get(axis);
    }
}
