package org.bitwright.project;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientSample;
import org.bitwright.training.StepReport;
import org.bitwright.training.Trainer;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.TrainingResult;
import org.bitwright.training.TrainingTask;

/** Trains, and keeps what comes of it as it comes. */
final class TrainingExecution {
    private final OnnxDocument document;
    private final DataSelection selection;
    private final ActivationPlanning activations;
    private final KeptRuns runs;
    private final RunFiles files;

    TrainingExecution(
            OnnxDocument document,
            DataSelection selection,
            ActivationPlanning activations,
            KeptRuns runs,
            RunFiles files) {
        this.document = document;
        this.selection = selection;
        this.activations = activations;
        this.runs = runs;
        this.files = files;
    }

    /**
     * Trains a run that was begun, to its end.
     *
     * @param from what it goes on from; empty to begin
     */
    void train(
            KeptRun run,
            Optional<Checkpoint> from,
            Pause pause,
            TrainingListener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        try {
            TrainingResult result = trained(run, from, pause, listener, progress, cancel);
            refuseNothing(result);
            runs.change(run.id(), kept -> kept.ended(result));
        } catch (CancellationException e) {
            runs.change(run.id(), kept -> kept.withState(TrainingRun.State.CANCELLED));
            if (runs.of(run.id()).orElseThrow().epochs().isEmpty()) {
                throw e;
            }
        } finally {
            leave(run.id());
        }
    }

    private static void refuseNothing(TrainingResult result) throws InferenceException {
        if (!result.epochs().isEmpty()) {
            return;
        }
        if (result.end() == TrainingResult.End.DIVERGED) {
            throw new InferenceException(
                    Phrase.of(
                            "The run diverged in its first epoch: its loss is no number any more. Try a lower learning rate, or a warm-up."));
        }
        throw new CancellationException("cancelled before the first epoch was done");
    }

    /** A run that failed stays as it is after its last epoch; one without any is dropped. */
    private void leave(String id) {
        files.release(id);
        runs.of(id).ifPresent(run -> {
            if (run.epochs().isEmpty()) {
                runs.drop(id);
                files.remove(id);
            } else if (run.state() == TrainingRun.State.RUNNING) {
                runs.change(id, kept -> kept.withState(TrainingRun.State.INTERRUPTED));
            }
        });
    }

    private TrainingResult trained(
            KeptRun run,
            Optional<Checkpoint> from,
            Pause pause,
            TrainingListener listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet set = selection.training().set().orElseThrow();
        Dataset samples = set.data();
        QuantConfig start = run.start();
        HeldOut parts = HeldOut.of(samples, run.plan().validationShare());
        progress.message("preparing");
        TrainingTask task = task(set, start, parts.training(), run.plan(), cancel);
        TrainingListener keeper = keeping(run.id(), listener);
        if (parts.validation().length == 0 || samples.labels().isEmpty()) {
            return Trainer.train(task, Optional.empty(), from, pause, keeper, progress, cancel);
        }
        EvaluationSet heldOut =
                new EvaluationSet(document, set.source(), new ChosenSamples(samples, parts.validation()));
        try (HeldOutValidation validation = new HeldOutValidation(document, selection, heldOut)) {
            return Trainer.train(task, Optional.of(validation), from, pause, keeper, progress, cancel);
        }
    }

    private TrainingTask task(
            EvaluationSet set, QuantConfig start, int[] trained, TrainingPlan plan, CancelToken cancel)
            throws IOException, InferenceException {
        return new TrainingTask(
                document,
                start,
                activations.plan(start, new Progress(), cancel).quantizers(),
                set.data(),
                set.source().preprocessing(),
                trained,
                plan);
    }

    /** Gradients of a configuration as it stands, on the first batches of a run. */
    GradientSample gradients(QuantConfig config, TrainingPlan plan, int steps, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet set = selection.training().set().orElseThrow();
        int[] trained = HeldOut.of(set.data(), plan.validationShare()).training();
        return Trainer.gradients(task(set, config, trained, plan, cancel), steps, progress, cancel);
    }

    private TrainingListener keeping(String id, TrainingListener listener) {
        return new TrainingListener() {
            @Override
            public void step(StepReport report) {
                listener.step(report);
            }

            @Override
            public void epoch(EpochRecord record, Checkpoint checkpoint) {
                runs.change(id, run -> run.with(record));
                files.keep(id, checkpoint);
                listener.epoch(record, checkpoint);
            }
        };
    }
}
