package org.bitwright.export;

import java.util.Optional;

/** Which version of the workbench wrote a file. */
public final class ToolVersion {
    private ToolVersion() {}

    /** Name and version, such as {@code Bitwright 0.1.0}; without the version where classes are not run from the jar. */
    public static String text() {
        return "Bitwright " + number();
    }

    public static String number() {
        return Optional.ofNullable(ToolVersion.class.getPackage().getImplementationVersion())
                .orElse("(development)");
    }
}
