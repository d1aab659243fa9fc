package org.bitwright.project;

import java.util.Optional;
import org.bitwright.model.DataSource;
import org.bitwright.quant.QuantConfig;

/**
 * What is compared to know whether there is something to save.
 *
 * @param results revision of what was measured
 * @param variants revision of the variants
 * @param training revision of runs and of what they are trained on
 */
record SavedState(
        QuantConfig config,
        Optional<DataSource> data,
        Optional<DataSource> calibration,
        int reserved,
        long results,
        long variants,
        long training) {

    static SavedState of(
            QuantConfig config, DataSelection selection, Results results, Variants variants, Training training) {
        return new SavedState(
                config,
                selection.evaluation().map(EvaluationSet::source),
                selection.calibration().map(EvaluationSet::source),
                selection.reserved(),
                results.revision(),
                variants.revision(),
                training.revision());
    }
}
