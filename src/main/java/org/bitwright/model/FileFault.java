package org.bitwright.model;

import java.util.Arrays;
import java.util.List;

/**
 * What is wrong with a file, where that is one of the things that windows have words of their own for.
 *
 * @param details what the sentence tells beyond its kind
 */
public record FileFault(Kind kind, List<String> details) {
    public FileFault {
        details = List.copyOf(details);
    }

    /** What is wrong. */
    public enum Kind {
        MISSING("there is no such file"),
        FOLDER("it is a folder; choose a file in it"),
        /** A pipe, a socket or a device. */
        NO_FILE("it is no regular file but a pipe or a device; copy what it gives into a file first"),
        EMPTY("the file is empty"),
        /** Text that stands for a file which was never fetched. */
        LFS_POINTER("it is a Git LFS pointer, not the file itself; fetch it with 'git lfs pull'"),
        /** It is not what it was when it was opened. */
        CHANGED("the file has changed or gone since the model was opened; open the model again"),
        /** It is of none of these formats of weights. */
        NO_WEIGHTS("it is no file of weights that can be read: %s can"),
        /** There is nothing to join. */
        HAS_NETWORK("it holds a network already, so that its weights need not be joined to one"),
        /** Recovered work that another window has. */
        WORK_OPEN("the unsaved work in it is open already");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        public FileFault of(String... details) {
            return new FileFault(this, Arrays.asList(details));
        }
    }

    /** In English, without a full stop. */
    String reason() {
        return String.format(kind.reason, details.toArray());
    }
}
