package org.bitwright.ui.graph;

import java.util.OptionalDouble;

/**
 * What a measured figure looks like.
 *
 * @param share between 0 (bad, dark) and 1 (good, bright); empty where nothing was measured or nothing is lost
 * @param text the figure, short
 */
record Tint(OptionalDouble share, String text) {
    static final Tint NONE = new Tint(OptionalDouble.empty(), "");
}
