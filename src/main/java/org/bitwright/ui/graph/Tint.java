package org.bitwright.ui.graph;

import java.util.OptionalDouble;
import javafx.scene.paint.Color;
import org.bitwright.ui.common.Heat;

/**
 * What a measured figure looks like.
 *
 * @param scale on which the place lies
 * @param place on the scale: of an error from 0 (bad) to 1 (good), of a loss from 0 (calm) to 1 (alarming); empty where
 *     nothing was measured
 * @param text the figure, short
 */
record Tint(Colouring scale, OptionalDouble place, String text) {
    static final Tint NONE = new Tint(Colouring.ERROR, OptionalDouble.empty(), "");

    boolean isThere() {
        return place.isPresent();
    }

    /** Between 0 and 1, the more the worse; below 0 where nothing was measured. */
    double harm() {
        if (place.isEmpty()) {
            return -1;
        }
        double bounded = Math.max(0, Math.min(1, place.getAsDouble()));
        return scale == Colouring.ERROR ? 1 - bounded : bounded;
    }

    /** The scales of the layer table and of the heat map of sensitivity. */
    Color colour(boolean dark) {
        double at = place.orElse(0);
        return scale == Colouring.ERROR ? Heat.viridis(at) : Heat.ofLoss(at, dark);
    }
}
