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
        Optional<Samples> data,
        Optional<Samples> calibration,
        int reserved,
        long results,
        long variants,
        long training) {

    /** Files, which may have got another content since. */
    record Samples(DataSource source, String digest) {
        static Samples of(EvaluationSet set) {
            return new Samples(set.source(), set.data().digest());
        }
    }

    static SavedState of(QuantConfig config, DataSelection.Present data, long results, long variants, long training) {
        return new SavedState(
                config,
                data.evaluation().map(Samples::of),
                data.calibration().map(Samples::of),
                data.reserved(),
                results,
                variants,
                training);
    }
}
