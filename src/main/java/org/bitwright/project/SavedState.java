package org.bitwright.project;

import java.util.Optional;
import org.bitwright.model.DataSource;
import org.bitwright.quant.QuantConfig;

/**
 * What is compared to know whether there is something to save.
 *
 * @param variants of the moment at which the configuration was this one
 * @param results revision of what was measured
 * @param training revision of runs and of what they are trained on
 */
record SavedState(
        QuantConfig config,
        Variants.Present variants,
        Optional<DataSource> data,
        Optional<DataSource> calibration,
        int reserved,
        long results,
        long training) {

    static SavedState of(
            ConfigHistory history, Variants variants, DataSelection selection, Results results, Training training) {
        Variants.Present named;
        QuantConfig config;
        do {
            named = variants.present();
            config = history.present();
        } while (named.revision() != variants.revision());
        return new SavedState(
                config,
                named,
                selection.evaluation().map(EvaluationSet::source),
                selection.calibration().map(EvaluationSet::source),
                selection.reserved(),
                results.revision(),
                training.revision());
    }
}
