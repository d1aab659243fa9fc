package org.bitwright.project;

import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.quant.QuantConfig;

/**
 * Everything that is saved, of one moment: writing takes a while, and work goes on meanwhile. Taken quickly, since what
 * it holds never changes. See {@link SavedParts#moment}.
 */
record SavedMoment(
        QuantConfig config,
        Variants.Present variants,
        DataSelection.Present data,
        Results.Present results,
        Training.Present training) {

    /** Whether nothing was changed since its first part was taken, so that there was a moment at which all held. */
    boolean holds(SavedParts parts) {
        return parts.history().present().equals(config)
                && parts.variants().revision() == variants.revision()
                && parts.selection().present().equals(data)
                && parts.results().revision() == results.revision()
                && parts.training().revision() == training.revision();
    }

    SavedState state() {
        return SavedState.of(config, data, results.revision(), variants.revision(), training.revision());
    }

    Optional<SavedData> evaluation(Path file) {
        return data.evaluation().map(set -> SavedData.of(set, file));
    }

    /** Of its own; empty where the first samples of the evaluation data calibrate. */
    Optional<SavedData> calibration(Path file) {
        return data.reserved() > 0 ? Optional.empty() : data.calibration().map(set -> SavedData.of(set, file));
    }
}
