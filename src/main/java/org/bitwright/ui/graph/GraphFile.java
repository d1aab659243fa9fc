package org.bitwright.ui.graph;

import java.util.concurrent.Callable;

/**
 * A drawn network to be saved.
 *
 * @param content makes the file's bytes from what was shown when it was asked for; may run on any thread
 */
public record GraphFile(Kind kind, Callable<byte[]> content) {

    /** What it can be saved as. */
    public enum Kind {
        PNG("png"),
        SVG("svg");

        private final String extension;

        Kind(String extension) {
            this.extension = extension;
        }

        public String extension() {
            return extension;
        }
    }
}
