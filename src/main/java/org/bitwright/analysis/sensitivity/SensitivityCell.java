package org.bitwright.analysis.sensitivity;

import java.util.Optional;
import org.bitwright.analysis.Fidelity;

/**
 * What was measured of one layer tried in one way.
 *
 * @param layer name
 * @param column what it was tried at, the rest in float; empty where it alone was left in float
 * @param fidelity on the samples measured so far
 * @param settled whether no more samples are wanted: all were measured, or the interval settled it before
 * @param seconds spent on it so far
 */
public record SensitivityCell(
        String layer, Optional<SensitivityColumn> column, Fidelity fidelity, boolean settled, double seconds) {}
