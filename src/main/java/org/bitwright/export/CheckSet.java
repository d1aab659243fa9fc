package org.bitwright.export;

import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;

/**
 * The samples on which written files are run.
 *
 * @param samples number of samples from the start of {@code data}
 * @param calibration whether they are calibration data; else they are the first evaluation samples
 */
public record CheckSet(Dataset data, Preprocessing preprocessing, int samples, boolean calibration) {}
