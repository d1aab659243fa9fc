package org.bitwright.project;

import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.quant.QuantConfig;

/**
 * Everything that is saved, of one moment: writing takes a while, and work goes on meanwhile. Taken quickly, since what
 * it holds never changes.
 */
record SavedMoment(
        QuantConfig config,
        Variants.Present variants,
        DataSelection.Present data,
        Results.Present results,
        Training.Present training) {

    /** Takes it. Does not wait for anything that takes long, and keeps nobody from working. */
    static SavedMoment of(
            ConfigHistory history, Variants variants, DataSelection selection, Results results, Training training) {
        SavedMoment taken;
        do {
            // What takes longest comes first: the less is between that and the look whether all still holds.
            Results.Present measured = results.present();
            taken = new SavedMoment(
                    history.present(), variants.present(), selection.present(), measured, training.present());
        } while (!taken.holds(history, variants, selection, results, training));
        return taken;
    }

    /** Whether nothing was changed since its first part was taken, so that there was a moment at which all held. */
    private boolean holds(
            ConfigHistory history, Variants named, DataSelection selection, Results measured, Training trained) {
        return history.present().equals(config)
                && named.revision() == variants.revision()
                && selection.present().equals(data)
                && measured.revision() == results.revision()
                && trained.revision() == training.revision();
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
