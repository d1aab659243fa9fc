package org.bitwright.ui.errors;

/** What the plot shows. */
enum ErrorPlotKind {
    /** How often each error occurs. */
    DISTRIBUTION,
    /** Quantized values over float values. */
    VALUES,
    /** Errors over float values. */
    ERRORS
}
