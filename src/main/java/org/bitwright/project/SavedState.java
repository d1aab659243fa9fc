package org.bitwright.project;

import java.util.Optional;
import org.bitwright.model.DataSource;
import org.bitwright.quant.QuantConfig;

/**
 * What is compared to know whether there is something to save.
 *
 * @param results revision of the measurements
 */
record SavedState(
        QuantConfig config, Optional<DataSource> data, Optional<DataSource> calibration, int reserved, long results) {

    static SavedState of(QuantConfig config, DataSelection selection, Measurements measurements) {
        return new SavedState(
                config,
                selection.evaluation().map(EvaluationSet::source),
                selection.calibration().map(EvaluationSet::source),
                selection.reserved(),
                measurements.revision());
    }
}
