package org.bitwright.ui.sweep;

import org.bitwright.analysis.Accuracy;

/**
 * Where the configuration in hand stands.
 *
 * @param bits a weight on average
 */
public record PresentPoint(double bits, Accuracy accuracy) {}
