package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;

/** The copy of the state before a project was last saved. */
public final class PreviousCopy {
    private PreviousCopy() {}

    /** Whether it is there and can be read. */
    public static boolean isOf(Path file) {
        return ProjectFile.hasPrevious(file);
    }

    /**
     * Puts it in the place of a project file that is damaged or gone. The copy stays; what is replaced is kept beside it
     * as {@code NAME.damaged}.
     */
    public static void restore(Path file) throws IOException {
        ProjectFile.restorePrevious(file);
    }
}
