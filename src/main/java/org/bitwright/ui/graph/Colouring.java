package org.bitwright.ui.graph;

/** What the colour of a layer says. */
enum Colouring {
    /** The error of its weights as they are quantized now. */
    ERROR,
    /** What the network loses when it alone is quantized to its present width. */
    SENSITIVITY
}
