package org.bitwright.export;

import org.bitwright.analysis.Accuracy;

/**
 * A measured point in a chart of accuracy against bits.
 *
 * @param place on the axis of bits
 * @param complete whether it was measured on all the data
 */
public record AccuracyMark(double place, Accuracy accuracy, boolean complete) {}
