package org.bitwright.ui.training;

import org.bitwright.training.EpochRecord;

/**
 * An epoch of a run.
 *
 * @param run name of the run
 * @param series number of its line, from 0
 * @param best whether the epoch is the one that is kept
 */
record CurvePoint(String run, int series, EpochRecord epoch, boolean best) {
    boolean isSame(CurvePoint other) {
        return run.equals(other.run) && epoch.epoch() == other.epoch.epoch();
    }
}
