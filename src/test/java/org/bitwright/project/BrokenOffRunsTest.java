package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bitwright.project.TrainingSamples.copy;
import static org.bitwright.project.TrainingSamples.files;
import static org.bitwright.project.TrainingSamples.losses;
import static org.bitwright.project.TrainingSamples.opened;
import static org.bitwright.project.TrainingSamples.plan;
import static org.bitwright.project.TrainingSamples.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.TrainingListener;
import org.junit.jupiter.api.Test;

/** Runs that were broken off, where their files do not tell all that they came to. */
class BrokenOffRunsTest extends RunsOnDisk {
    /** As where the disk was full for the last checkpoint. */
    @Test
    void runGoesOnFromTheCheckpointThoughItCameFurther() throws IOException, InferenceException {
        Path early = folder.resolve("early");
        CancelToken cancel = new CancelToken();
        try (Project project = opened()) {
            TrainingRun whole = run(project, "whole", plan(3));
            Consumer<EpochRecord> afterOne = record -> {
                if (record.epoch() == 1) {
                    copy(state, early);
                }
            };
            TrainingRun cancelled = run(
                    project,
                    "a",
                    plan(3),
                    record -> {
                        afterOne.accept(record);
                        if (record.epoch() == 2) {
                            cancel.cancel();
                        }
                    },
                    cancel);
            assertThat(cancelled.epochs()).hasSize(2);
            for (Path file : files(early)) {
                Files.copy(file, state.resolve(early.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
            List<Integer> epochs = new ArrayList<>();
            TrainingRun ended = project.training()
                    .resume(
                            "a",
                            new Pause(),
                            TrainingSamples.listener(record -> epochs.add(project.training()
                                    .find("a")
                                    .orElseThrow()
                                    .epochs()
                                    .size())),
                            new Progress(),
                            CancelToken.none());
            assertThat(epochs).containsExactly(2, 3);
            assertThat(losses(ended)).isEqualTo(losses(whole));
        }
    }

    /** The file tells of a run that was under way; its end is in nothing but its checkpoint. */
    @Test
    void checkpointStaysWhereARunEndedWhileTheProjectWasSaved() throws IOException {
        RunFiles files = new RunFiles(OnnxDocument.open(Mnist.LENET));
        KeptRun done = SavedTrainings.whole(QuantConfig.empty());
        KeptRun running = done.withState(State.RUNNING);
        files.begin(running);
        files.keep(done.id(), new Checkpoint(done.plan(), done.epochs(), Map.of()));
        Path file = work.resolve("a.bitwright");

        files.saved(file, List.of(running), List.of(done));
        assertThat(files.hasCheckpoint(done.id())).isTrue();

        files.saved(file, List.of(done), List.of(done));
        assertThat(files.hasCheckpoint(done.id())).isFalse();
        files.close();
    }

    @Test
    void twinThatCannotGoOnLeavesNothingWhenItBeginsAgain() throws IOException, InferenceException {
        Path file = work.resolve("a.bitwright");
        CancelToken cancel = new CancelToken();
        try (Project project = opened()) {
            project.save(file);
            twins(project, TrainingSamples.listener(record -> cancel.cancel()), cancel);
            project.save(file);
        }
        for (Path checkpoint : files(work)) {
            if (checkpoint.toString().endsWith(".checkpoint")) {
                Files.writeString(checkpoint, "damaged");
            }
        }
        try (Project project = Project.load(file)) {
            assertThat(project.training().runs())
                    .extracting(TrainingRun::resumable)
                    .containsExactly(false);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> twins(project, TrainingListener.none(), cancel));
            assertThat(project.training().runs()).isEmpty();
            assertThat(work.resolve("a.bitwright.training")).doesNotExist();
        }
    }

    private static void twins(Project project, TrainingListener listener, CancelToken cancel)
            throws IOException, InferenceException {
        project.training().twins("g", plan(2), List.of(4), new Pause(), name -> listener, new Progress(), cancel);
    }
}
