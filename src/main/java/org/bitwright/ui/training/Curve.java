package org.bitwright.ui.training;

import java.util.List;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.StepReport;

/**
 * A run as its curves show it.
 *
 * @param name of the run
 * @param epochs those that are done, in order
 * @param best the epoch that is kept, from 1; 0 while none is
 * @param length epochs that the axis shows for it: those of its plan while it runs, those done afterwards
 * @param steps what was heard within epochs while it ran in this window, in order
 */
public record Curve(String name, List<EpochRecord> epochs, int best, int length, List<StepReport> steps) {
    public Curve {
        epochs = List.copyOf(epochs);
        steps = List.copyOf(steps);
    }

    /** @param name that it is shown by */
    public static Curve of(TrainingRun run, String name, boolean isLive, List<StepReport> steps) {
        int length = isLive ? run.plan().epochs() : run.epochs().size();
        return new Curve(name, run.epochs(), run.best(), length, steps);
    }
}
