package org.bitwright.ui.gradients;

/** What the tab shows. */
public enum GradientPage {
    /** How the gradient of a parameter is spread. */
    SPREAD,
    /** What becomes of gradients over a run. */
    COURSE,
    /** What runs with gradients of several widths reach. */
    WIDTHS
}
