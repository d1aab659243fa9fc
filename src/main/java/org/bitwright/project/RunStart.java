package org.bitwright.project;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.project.KeptRun.Material;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.GradientSample;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;

/** Begins runs and takes up those that were broken off, and measures what they came to. */
final class RunStart {
    /** Share of the progress of a run after which what it came to is measured. */
    private static final double TRAINED = 0.97;

    private final TrainingData data;
    private final TrainingChecks checks;
    private final KeptRuns runs;
    private final RunFiles files;
    private final TrainingExecution execution;
    private final RunMeasuring measuring;

    RunStart(
            TrainingData data,
            TrainingChecks checks,
            KeptRuns runs,
            RunFiles files,
            TrainingExecution execution,
            RunMeasuring measuring) {
        this.data = data;
        this.checks = checks;
        this.runs = runs;
        this.files = files;
        this.execution = execution;
        this.measuring = measuring;
    }

    TrainingRun run(
            String name,
            Optional<String> comparison,
            TrainingPlan plan,
            QuantConfig start,
            Pause pause,
            TrainingListener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        runs.free(name);
        refuse(checks.faults(plan, start));
        KeptRun begun = runs.begin(new KeptRun(
                KeptRuns.newId(),
                name,
                comparison,
                plan,
                start,
                material(),
                List.of(),
                0,
                State.RUNNING,
                Optional.empty()));
        files.begin(begun);
        return toItsEnd(begun, Optional.empty(), pause, listener, progress, cancel);
    }

    TrainingRun resume(String name, Pause pause, TrainingListener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        KeptRun run = runs.named(name);
        refuseToGoOn(run);
        refuse(checks.faults(run.plan(), run.start()));
        if (!material().fingerprint().equals(run.data().fingerprint())) {
            throw new RefusedException(Phrase.of(
                    "The run '%s' began with other training data (%s, %s samples). Open these to go on with it.",
                    run.name(), run.data().name(), run.data().samples()));
        }
        Checkpoint from = checkpoint(run);
        KeptRun going = runs.goOn(run.id(), from.epochs());
        files.goOn(run.id());
        return toItsEnd(going, Optional.of(from), pause, listener, progress, cancel);
    }

    private void refuseToGoOn(KeptRun run) {
        if (run.state() == State.RUNNING) {
            throw new RefusedException(Phrase.of("The run '%s' is training.", run.name()));
        }
        if (run.state().isFinal()) {
            throw new RefusedException(
                    Phrase.of("The run '%s' is at its end. Begin another from its result.", run.name()));
        }
        if (!files.hasCheckpoint(run.id())) {
            throw new RefusedException(Phrase.of("The run '%s' left nothing that it could go on from.", run.name()));
        }
    }

    private Checkpoint checkpoint(KeptRun run) throws IOException {
        Checkpoint checkpoint = files.checkpoint(run.id()).orElseThrow();
        if (!checkpoint.plan().equals(run.plan())) {
            throw new RefusedException(Phrase.of(
                    "The run '%s' cannot go on: its checkpoint is that of a run with other settings.", run.name()));
        }
        return checkpoint;
    }

    private TrainingRun toItsEnd(
            KeptRun run,
            Optional<Checkpoint> from,
            Pause pause,
            TrainingListener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        execution.train(run, from, pause, listener, progress.part(0, TRAINED), cancel);
        KeptRun ended = runs.of(run.id()).orElseThrow();
        if (ended.state().isFinal()) {
            try {
                measuring.measure(ended, progress.part(TRAINED, 1), cancel);
            } catch (CancellationException e) {
                // The run has its result; only what it came to is not measured.
            }
        }
        return measuring.view(ended);
    }

    /** Gradients of a configuration as it stands, in float, on the first batches of a run. */
    GradientSample gradients(QuantConfig config, int steps, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        TrainingPlan plan = TrainingPlan.standing();
        refuse(checks.faults(plan, config));
        return execution.gradients(config, plan, steps, progress, cancel);
    }

    /** What is trained on now. */
    Material material() {
        EvaluationSet set = data.set().orElseThrow();
        return new Material(set.data().name(), Fingerprints.of(set), set.data().size(), data.isSmall());
    }

    private static void refuse(List<TrainingFault> faults) {
        if (!faults.isEmpty()) {
            throw new RefusedException(faults.stream()
                    .map(TrainingFault::sentence)
                    .reduce((first, second) -> Phrase.of("%s %s", first, second))
                    .orElseThrow());
        }
    }
}
