package org.bitwright.training;

/** What becomes of a range, and of the scale that follows from it, while training changes what it was made for. */
public enum RangeRule {
    /** As the configuration has it at the start. */
    FIXED,
    /** Found again as the values change: of weights by their calibrator, of activations by a moving average. */
    MOVING,
    /** A parameter with a gradient of its own (LSQ, Esser et al. 2020). Uniform grids alone; others move. */
    LEARNED
}
