package org.bitwright.project;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** What runs came to on the evaluation data. */
final class RunMeasuring {
    private final Measuring measuring;
    private final Measurements measurements;
    private final RunFiles files;

    RunMeasuring(Measuring measuring, Measurements measurements, RunFiles files) {
        this.measuring = measuring;
        this.measurements = measurements;
        this.files = files;
    }

    /** A run with what is known of it on the present evaluation data. */
    TrainingRun view(KeptRun run) {
        return new TrainingRun(
                run.name(),
                run.comparison(),
                run.plan(),
                run.start(),
                run.data().name(),
                run.data().samples(),
                run.data().small(),
                run.epochs(),
                run.best(),
                run.state(),
                isResumable(run),
                files.warning(run.id()),
                run.result(),
                measurements.get(run.start()),
                run.result().flatMap(measurements::get),
                measurements.get(QuantConfig.empty()));
    }

    private boolean isResumable(KeptRun run) {
        return run.state() != TrainingRun.State.RUNNING && !run.state().isFinal() && files.hasCheckpoint(run.id());
    }

    /** Measures start, result and float network, where there are the data that it takes. */
    void measure(KeptRun run, Progress progress, CancelToken cancel) throws IOException, InferenceException {
        progress.message("measuring");
        measure(Optional.of(run.start()), progress.part(0, 0.5), cancel);
        measure(run.result(), progress.part(0.5, 1), cancel);
    }

    private void measure(Optional<QuantConfig> config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        if (config.filter(measuring::isPossible).isPresent()) {
            measuring.measureOnce(config.get(), progress, cancel);
        }
    }
}
