package org.bitwright.analysis.sensitivity;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Sweep;
import org.bitwright.model.Model;
import org.bitwright.runtime.LayerTrials;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Measures what each layer alone costs at each width and, where asked for, what each layer alone would give back: all
 * cells on a part of the samples, those that tell most first (8, 4, 2, 16, … bits), then on more and more of them.
 */
public final class Sensitivity {
    private Sensitivity() {}

    /** Hears what was measured, on the thread that measures. */
    @FunctionalInterface
    public interface Listener {
        /** A cell has a first value, or was refined. */
        void heard(SensitivityCell cell);

        /**
         * The networks that cells are compared with were measured on more samples; called before the cells that were
         * measured on these.
         *
         * @param present the plan's configuration whole, where layers are spared from it
         */
        default void compared(Fidelity floating, Optional<Fidelity> present) {}
    }

    /**
     * Runs a plan.
     *
     * @param source called from the running thread, may cache
     * @param trials of the data that {@link SensitivityPlan#part} names, in their order; not closed
     * @param labels of the trials' data, where they are labelled
     * @param samples number of samples from the first of the trials' data, at most; the plan may want fewer
     * @param known cells that were measured before, by the same plan on the same data: they are gone on with
     * @throws IllegalArgumentException if a layer is not there
     * @throws java.util.concurrent.CancellationException if cancelled; cells heard so far stay valid
     */
    public static SensitivityResult run(
            SensitivityPlan plan,
            Model model,
            Sweep.Source source,
            LayerTrials trials,
            Optional<int[]> labels,
            int samples,
            List<SensitivityCell> known,
            Listener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        int counted = Math.max(1, Math.min(Math.min(samples, plan.samples()), trials.samples()));
        TriedNetworks networks = new TriedNetworks(plan, model, source);
        return new SensitivityRun(plan, networks, trials, labels, counted, known, listener, progress, cancel).run();
    }
}
