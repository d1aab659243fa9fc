package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.project.TrainingSamples.copy;
import static org.bitwright.project.TrainingSamples.dead;
import static org.bitwright.project.TrainingSamples.dyingAfter;
import static org.bitwright.project.TrainingSamples.files;
import static org.bitwright.project.TrainingSamples.labelled;
import static org.bitwright.project.TrainingSamples.losses;
import static org.bitwright.project.TrainingSamples.opened;
import static org.bitwright.project.TrainingSamples.plan;
import static org.bitwright.project.TrainingSamples.resume;
import static org.bitwright.project.TrainingSamples.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.EpochRecord;
import org.junit.jupiter.api.Test;

/** Runs whose program ended in the middle: what lies in the folders then is what was copied between two epochs. */
class LeftRunsTest extends RunsOnDisk {
    @Test
    void savedProjectFindsItsRunAndGoesOnAsIfNothingHadBeen() throws IOException, InferenceException {
        Path place = folder.resolve("dead");
        TrainingRun whole = dead(work, place);
        try (Project project = Project.load(place.resolve("a.bitwright"))) {
            TrainingRun left = project.training().find("long").orElseThrow();
            assertThat(left.state()).isEqualTo(State.INTERRUPTED);
            assertThat(losses(left)).isEqualTo(losses(whole).subList(0, 1));
            assertThat(left.resumable()).isTrue();
            assertThat(left.warning()).isEmpty();
            assertThat(left.result()).isEmpty();
            assertThat(project.isModified()).isFalse();

            TrainingRun ended = resume(project, "long");
            assertThat(losses(ended)).isEqualTo(losses(whole));
            assertThat(ended.result()).isEqualTo(whole.result());
            assertThat(ended.best()).isEqualTo(whole.best());
            assertThat(project.isModified()).isTrue();
            project.save(place.resolve("a.bitwright"));
            assertThat(place.resolve("a.bitwright.training")).doesNotExist();
        }
        try (Project project = Project.load(place.resolve("a.bitwright"))) {
            TrainingRun kept = project.training().find("long").orElseThrow();
            assertThat(kept.state()).isEqualTo(State.DONE);
            assertThat(kept.result()).isEqualTo(whole.result());
            assertThat(kept.after().orElseThrow().accuracy())
                    .isEqualTo(whole.after().orElseThrow().accuracy());
        }
    }

    @Test
    void runThatNobodySavedIsFoundWithItsModel() throws IOException, InferenceException {
        Path dead = folder.resolve("dead");
        TrainingRun whole;
        try (Project project = opened()) {
            whole = run(project, "long", plan(3), dyingAfter(2, state, dead), CancelToken.none());
        }
        // Closed without saving: nobody wants it.
        assertThat(files(state)).isEmpty();

        OwnState.use(dead);
        try (Project project = Project.create(Mnist.LENET)) {
            assertThat(project.training().runs()).extracting(TrainingRun::state).containsExactly(State.INTERRUPTED);
            assertThat(project.isModified()).isFalse();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resume(project, "long"))
                    .withMessageContaining("no training data");
        }
        // It stays until somebody goes on with it or removes it.
        try (Project project = Project.create(Mnist.LENET)) {
            project.training().useData(labelled(100));
            assertThat(resume(project, "long").result()).isEqualTo(whole.result());
            project.training().remove("long");
        }
        assertThat(files(dead)).isEmpty();
        try (Project project = Project.create(Mnist.SAMPLES.resolve("simple-model.onnx"))) {
            assertThat(project.training().runs()).isEmpty();
        }
    }

    @Test
    void runThatWasDoneButNotSavedComesToItsResultWithoutTraining() throws IOException, InferenceException {
        Path place = folder.resolve("dead");
        TrainingRun whole;
        try (Project project = opened()) {
            project.save(work.resolve("a.bitwright"));
            whole = run(project, "short", plan(2), dyingAfter(2, work, place), CancelToken.none());
        }
        try (Project project = Project.load(place.resolve("a.bitwright"))) {
            assertThat(project.training().find("short").orElseThrow().epochs()).hasSize(2);
            List<EpochRecord> trained = new ArrayList<>();
            TrainingRun ended = project.training()
                    .resume(
                            "short",
                            new Pause(),
                            TrainingSamples.listener(trained::add),
                            new Progress(),
                            CancelToken.none());
            assertThat(trained).isEmpty();
            assertThat(ended.result()).isEqualTo(whole.result());
            assertThat(ended.state()).isEqualTo(State.DONE);
        }
    }

    @Test
    void damagedCheckpointIsToldAndNotGoneOnFrom() throws IOException, InferenceException {
        Path place = folder.resolve("dead");
        dead(work, place);
        Path checkpoint = files(place).stream()
                .filter(file -> file.toString().endsWith(".checkpoint"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[bytes.length / 2] ^= 1;
        Files.write(checkpoint, bytes);
        try (Project project = Project.load(place.resolve("a.bitwright"))) {
            TrainingRun left = project.training().find("long").orElseThrow();
            assertThat(left.state()).isEqualTo(State.INTERRUPTED);
            assertThat(left.resumable()).isFalse();
            assertThat(left.warning().orElseThrow()).contains("cannot go on").contains("checksum");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resume(project, "long"))
                    .withMessageContaining("left nothing");
            project.training().remove("long");
            assertThat(place.resolve("a.bitwright.training")).doesNotExist();
        }
    }

    @Test
    void damagedBeginningHidesARunButLosesNothing() throws IOException, InferenceException {
        Path place = folder.resolve("dead");
        dead(work, place);
        List<Path> before = files(place);
        Path beginning = before.stream()
                .filter(file -> file.toString().endsWith(".run"))
                .findFirst()
                .orElseThrow();
        Files.writeString(beginning, "no archive");
        try (Project project = Project.load(place.resolve("a.bitwright"))) {
            assertThat(project.training().runs()).isEmpty();
        }
        assertThat(files(place)).isEqualTo(before);
    }

    @Test
    void runOfAnotherModelIsNotTaken() throws IOException, InferenceException {
        Path place = folder.resolve("dead");
        dead(work, place);
        Path other = work.resolve("b.bitwright");
        try (Project project = Project.create(Mnist.SAMPLES.resolve("simple-model.onnx"))) {
            project.save(other);
        }
        copy(place.resolve("a.bitwright.training"), work.resolve("b.bitwright.training"));
        try (Project project = Project.load(other)) {
            assertThat(project.training().runs()).isEmpty();
        }
    }

    @Test
    void failureLeavesTheRunInterrupted() throws IOException, InferenceException {
        try (Project project = opened()) {
            assertThatThrownBy(() -> run(
                            project,
                            "a",
                            plan(3),
                            epoch -> {
                                if (epoch.epoch() == 2) {
                                    throw new UncheckedIOException(new IOException("no disk"));
                                }
                            },
                            CancelToken.none()))
                    .hasRootCauseMessage("no disk");
            TrainingRun left = project.training().find("a").orElseThrow();
            assertThat(left.state()).isEqualTo(State.INTERRUPTED);
            assertThat(left.epochs()).hasSize(2);
            assertThat(left.resumable()).isTrue();
            assertThat(resume(project, "a").epochs()).hasSize(3);
        }
    }

    @Test
    void runThatIsUnderWayIsNotTakenByAnother() throws IOException, InferenceException {
        Path file = work.resolve("a.bitwright");
        try (Project project = opened()) {
            project.save(file);
            project.saving().release();
            List<TrainingRun> seen = new ArrayList<>();
            run(
                    project,
                    "a",
                    plan(2),
                    epoch -> {
                        try (Project other = Project.load(file)) {
                            seen.addAll(other.training().runs());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    CancelToken.none());
            assertThat(seen).isEmpty();
            assertThat(project.training().find("a").orElseThrow().warning()).isEmpty();
        }
    }

    @Test
    void projectSavedInTheMiddleTakesItsRunAlong() throws IOException, InferenceException {
        Path file = work.resolve("late.bitwright");
        Path dead = folder.resolve("dead");
        TrainingRun whole;
        try (Project project = opened()) {
            whole = run(
                    project,
                    "long",
                    plan(3),
                    epoch -> {
                        try {
                            if (epoch.epoch() == 1) {
                                project.save(file);
                            } else if (epoch.epoch() == 2) {
                                copy(work, dead);
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    CancelToken.none());
            assertThat(files(state)).isEmpty();
        }
        try (Project project = Project.load(dead.resolve("late.bitwright"))) {
            assertThat(project.training().find("long").orElseThrow().epochs()).hasSize(2);
            assertThat(resume(project, "long").result()).isEqualTo(whole.result());
        }
    }

    /** A command that cannot save in the end leaves its work to be recovered, and what the run goes on from with it. */
    @Test
    void runOfWorkThatCouldNotBeSavedGoesOnOnceThatIsRecovered() throws IOException, InferenceException {
        CancelToken cancel = new CancelToken();
        try (Project project = opened()) {
            project.save(work.resolve("a.bitwright"));
            run(project, "a", plan(2), epoch -> cancel.cancel(), cancel);
            assertThat(project.saving().leave()).isTrue();
        }
        try (Project recovered = Recoveries.found().get(0).open()) {
            assertThat(recovered.training().find("a").orElseThrow().resumable()).isTrue();
            assertThat(resume(recovered, "a").epochs()).hasSize(2);
        }
    }

    @Test
    void cancelledRunGoesOnAfterSavingUnderAnotherName() throws IOException, InferenceException {
        Path first = work.resolve("first.bitwright");
        Path second = work.resolve("second.bitwright");
        CancelToken cancel = new CancelToken();
        try (Project project = opened()) {
            project.save(first);
            TrainingRun run = run(project, "a", plan(2), epoch -> cancel.cancel(), cancel);
            assertThat(run.state()).isEqualTo(State.CANCELLED);
            project.save(first);
            project.save(second);
        }
        for (Path file : List.of(first, second)) {
            try (Project project = Project.load(file)) {
                TrainingRun left = project.training().find("a").orElseThrow();
                assertThat(left.state()).isEqualTo(State.CANCELLED);
                assertThat(left.result()).isPresent();
                assertThat(resume(project, "a").epochs()).hasSize(2);
            }
        }
    }
}
