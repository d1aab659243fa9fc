package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;

/** A file cannot be written; what was there is as it was. */
public final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Kind {
        FULL,
        NO_FOLDER,
        READ_ONLY_FOLDER,
        /** The folder takes no new file. */
        NO_NEW_FILE,
        READ_ONLY,
        /** What the system says. */
        OTHER
    }

    private final Kind kind;
    private final String target;
    private final String detail;

    private UnwritableException(Kind kind, Path target, String detail, String words) {
        super("cannot write '" + target + "': " + words);
        this.kind = kind;
        this.target = target.toString();
        this.detail = detail;
    }

    /** @param reason what the system says */
    static UnwritableException because(Path target, String reason, IOException cause) {
        Kind kind = reason.startsWith("No space left") ? Kind.FULL : Kind.OTHER;
        return (UnwritableException) new UnwritableException(kind, target, reason, reason).initCause(cause);
    }

    static UnwritableException noNewFile(Path target, String reason, IOException cause) {
        String words = "its folder takes no new file (" + reason + ")";
        return (UnwritableException) new UnwritableException(Kind.NO_NEW_FILE, target, reason, words).initCause(cause);
    }

    static UnwritableException noFolder(Path target, String folder) {
        return new UnwritableException(Kind.NO_FOLDER, target, folder, "there is no folder '" + folder + "'");
    }

    static UnwritableException readOnlyFolder(Path target, Path folder) {
        return new UnwritableException(
                Kind.READ_ONLY_FOLDER, target, folder.toString(), "the folder '" + folder + "' is read-only");
    }

    static UnwritableException readOnly(Path target) {
        return new UnwritableException(Kind.READ_ONLY, target, "", "it is read-only");
    }

    public Kind kind() {
        return kind;
    }

    /** The path of the file. */
    public String target() {
        return target;
    }

    /** A folder, or what the system says; may be empty. */
    public String detail() {
        return detail;
    }
}
