package org.bitwright.ui.common;

/** What a plan makes of an activation. */
public enum EdgeRole {
    /** It stays float, as it was chosen. */
    FLOAT,
    /** It is rounded where it flows. */
    ROUNDED,
    /** It lies on the grid of another activation, from which it was only moved. */
    CARRIED,
    /** It was chosen, but a rule of the target leaves it to another place, or its range is not known. */
    LEFT_OUT
}
