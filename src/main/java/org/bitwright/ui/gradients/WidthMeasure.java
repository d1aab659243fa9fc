package org.bitwright.ui.gradients;

/** By what runs are compared. */
enum WidthMeasure {
    /** The best epoch's weights on the evaluation data. */
    EVALUATED,
    /** The best epoch on the samples held out. */
    BEST,
    /** The last epoch on the same. */
    LAST
}
