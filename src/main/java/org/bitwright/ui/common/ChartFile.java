package org.bitwright.ui.common;

import java.util.concurrent.Callable;

/**
 * A chart to be saved.
 *
 * @param content makes the file's bytes from what was shown when it was asked for; may run on any thread
 */
public record ChartFile(Kind kind, Callable<byte[]> content) {

    /** What a chart can be saved as. */
    public enum Kind {
        PNG("png"),
        SVG("svg"),
        CSV("csv");

        private final String extension;

        Kind(String extension) {
            this.extension = extension;
        }

        public String extension() {
            return extension;
        }
    }
}
