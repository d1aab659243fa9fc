package org.bitwright.ui.training;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.project.Measurement;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.StepReport;

/**
 * A run as the list shows it.
 *
 * @param isPresent whether its result is the configuration in hand
 * @param isLive whether it is under way in this window
 */
public record RunRow(TrainingRun run, boolean isPresent, boolean isLive) {
    public String name() {
        return run.name();
    }

    Curve curve(List<StepReport> steps) {
        return Curve.of(run, name(), isLive, steps);
    }

    Optional<Accuracy> before() {
        return run.before().flatMap(Measurement::accuracy);
    }

    Optional<Accuracy> after() {
        return run.after().flatMap(Measurement::accuracy);
    }

    /** Whether there is something that could be the configuration. */
    boolean isUsable() {
        return run.result().isPresent() && !isPresent;
    }

    /** Whether it has a result of which is not known what it is worth, as after a cancel. */
    boolean canBeMeasured() {
        return run.result().isPresent()
                && !isLive
                && (run.before().isEmpty() || run.after().isEmpty());
    }

    boolean canGoOn() {
        return run.resumable() && !isLive;
    }
}
