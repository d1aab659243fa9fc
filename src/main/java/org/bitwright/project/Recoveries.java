package org.bitwright.project;

import java.util.List;

/** Unsaved work of programs that did not end in order. */
public final class Recoveries {
    private Recoveries() {}

    /** Newest first. What belongs to a program that lives, and what cannot be read, is left out. */
    public static List<Recovery> found() {
        return List.of();
    }
}
