package org.bitwright.ui.gradients;

/** How a comparison is shown. */
enum WidthsPage {
    BITS,
    CURVES
}
