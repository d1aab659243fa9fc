package org.bitwright.project;

import java.nio.file.Path;
import java.util.Optional;
import org.bitwright.onnx.OnnxDocument;

/**
 * What a project's file keeps of it, besides its model: taken over from a file, compared, and taken down. Each part is
 * thread-safe by itself.
 */
record SavedParts(
        OnnxDocument document,
        ConfigHistory history,
        Variants variants,
        DataSelection selection,
        Results results,
        Training training) {

    /**
     * Takes over what a file holds besides model, data and configuration.
     *
     * @param file the project's file; empty where it has none
     * @param asCopy whether somebody else may be at work on its runs
     */
    void restore(SavedWork work, FilePlaces places, Optional<Path> file, boolean asCopy) {
        variants.restore(work.variants());
        results.restore(work.results()
                .fitting(config -> ConfigFit.misfit(document, config).isEmpty()));
        training.restore(work.training(), places);
        if (asCopy) {
            training.restoreRuns(work.training());
        } else {
            training.findRuns(file, work.training());
        }
    }

    /** What changes with everything that would be saved. */
    SavedState state() {
        return SavedState.of(
                history.present(), selection.present(), results.revision(), variants.revision(), training.revision());
    }

    /**
     * Everything that is saved, of one moment. Does not wait for anything that takes long, and keeps nobody from working.
     */
    SavedMoment moment() {
        SavedMoment taken;
        do {
            // What takes longest comes first: the less is between that and the look whether all still holds.
            Results.Present measured = results.present();
            taken = new SavedMoment(
                    history.present(), variants.present(), selection.present(), measured, training.present());
        } while (!taken.holds(this));
        return taken;
    }

    /** Whether there are measurements, searches or runs of training that took long and are in no file. */
    boolean tookLong() {
        return results.tookLong() || training.tookLong();
    }
}
