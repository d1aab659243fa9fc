package org.bitwright.analysis.search;

import java.util.Arrays;
import java.util.Optional;

/** How a configuration came up. The names are stable. */
public enum SearchStage {
    /** Every free layer alike, for comparison. */
    UNIFORM("uniform"),
    /** By lowering, again and again, the layer that the error model says costs least for what it saves. */
    GREEDY("greedy"),
    /** The optimum of the error model. */
    OPTIMUM("optimum"),
    /** By changing a good configuration and measuring whether that is better. */
    REFINED("refined");

    private final String id;

    SearchStage(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    public static Optional<SearchStage> byId(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id.equals(id)).findFirst();
    }
}
