package org.bitwright.analysis;

import java.util.Arrays;
import java.util.Optional;

/** What of a network a line of the chart quantizes. The names are stable: files and the command line use {@link #id()}. */
public enum SweptPart {
    WEIGHTS("w"),
    ACTIVATIONS("a"),
    BOTH("wa");

    private final String id;

    SweptPart(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public boolean hasWeights() {
        return this != ACTIVATIONS;
    }

    public boolean hasActivations() {
        return this != WEIGHTS;
    }

    public static Optional<SweptPart> byId(String id) {
        return Arrays.stream(values()).filter(part -> part.id.equals(id)).findFirst();
    }
}
