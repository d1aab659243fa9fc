package org.bitwright.analysis;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which samples of the evaluation data a number is from (numerics, "No peeking"): what chooses a configuration sees the
 * search half only, so that the report half says what the choice is worth. The names are stable: files and the command
 * line use {@link #id()}.
 */
public enum DataPart {
    ALL("all"),
    SEARCH("search"),
    REPORT("report");

    private final String id;

    DataPart(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static Optional<DataPart> byId(String id) {
        return Arrays.stream(values()).filter(part -> part.id.equals(id)).findFirst();
    }
}
