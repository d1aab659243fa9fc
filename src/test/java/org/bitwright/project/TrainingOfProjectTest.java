package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.bitwright.project.TrainingSamples.labelled;
import static org.bitwright.project.TrainingSamples.listener;
import static org.bitwright.project.TrainingSamples.opened;
import static org.bitwright.project.TrainingSamples.plan;
import static org.bitwright.project.TrainingSamples.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.GradientRounding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingOfProjectTest {
    @TempDir
    private static Path state;

    @BeforeAll
    static void keepStateAway() {
        OwnState.use(state);
    }

    @AfterAll
    static void forgetState() {
        OwnState.forget();
    }

    @Test
    void runIsKeptFromItsFirstEpochOnAndMeasuredAtItsEnd() throws IOException, InferenceException {
        try (Project project = opened()) {
            QuantConfig start = project.config();
            List<TrainingRun> heard = new ArrayList<>();
            TrainingRun run = run(
                    project,
                    " first ",
                    plan(2),
                    epoch -> heard.addAll(project.training().runs()),
                    CancelToken.none());

            assertThat(heard).extracting(TrainingRun::state).containsExactly(State.RUNNING, State.RUNNING);
            assertThat(heard).extracting(one -> one.epochs().size()).containsExactly(1, 2);
            assertThat(heard).allMatch(one -> one.result().isEmpty() && !one.resumable());
            assertThat(run.name()).isEqualTo("first");
            assertThat(run.state()).isEqualTo(State.DONE);
            assertThat(run.start()).isEqualTo(start);
            assertThat(run.samples()).isEqualTo(100);
            assertThat(run.small()).isFalse();
            assertThat(run.epochs()).extracting(epoch -> epoch.samples()).containsExactly(80, 80);
            assertThat(run.epochs())
                    .allMatch(epoch -> epoch.validation().orElseThrow().samples() == 20);
            QuantConfig result = run.result().orElseThrow();
            assertThat(result).isNotEqualTo(start);
            assertThat(run.before())
                    .isEqualTo(project.measuring().measured(start))
                    .isPresent();
            assertThat(run.after())
                    .isEqualTo(project.measuring().measured(result))
                    .isPresent();
            assertThat(run.floating())
                    .isEqualTo(project.measuring().measured(QuantConfig.empty()))
                    .isPresent();
            assertThat(run.after().orElseThrow().samples()).isEqualTo(100);
            assertThat(run.gain()).isPresent();
            assertThat(project.training().runs()).containsExactly(run);
            assertThat(project.isModified()).isTrue();
            // Other evaluation data tell something else.
            project.dataSets().use(Mnist.first(50));
            assertThat(project.training().find("first").orElseThrow().after()).isEmpty();
            assertThat(project.training()
                            .measure("first", new Progress(), CancelToken.none())
                            .after()
                            .orElseThrow()
                            .samples())
                    .isEqualTo(50);
        }
    }

    @Test
    void resultBecomesTheConfigurationInOneStepAndAVariant() throws IOException, InferenceException {
        try (Project project = opened()) {
            QuantConfig start = project.config();
            TrainingRun run = run(project, "a", plan(1));
            project.training().apply("a", "use a");
            assertThat(project.config()).isEqualTo(run.result().orElseThrow());
            assertThat(project.history().undoName()).contains("use a");
            project.history().undo();
            assertThat(project.config()).isEqualTo(start);
            assertThat(project.history().undoName()).isEmpty();

            Variant variant = project.training().keepAsVariant("a");
            assertThat(variant).isEqualTo(new Variant("a", run.result().orElseThrow()));
            assertThat(project.training().keepAsVariant("a").name()).isEqualTo("a 2");
            assertThat(project.variants().all()).hasSize(2);
        }
    }

    @Test
    void reportTellsOfTheRunThatItsConfigurationCameFrom() throws IOException, InferenceException {
        Path page = state.resolve("report.html");
        try (Project project = opened()) {
            run(project, "the run", plan(2));
            project.exporting().export(ExportTarget.REPORT, page, new Progress(), CancelToken.none());
            assertThat(Files.readString(page)).contains("All runs").doesNotContain("came to: it was done");
            project.training().apply("the run", "use it");
            project.exporting().export(ExportTarget.REPORT, page, new Progress(), CancelToken.none());
            assertThat(Files.readString(page))
                    .contains("what the run &#39;the run&#39; came to: it was done after 2 epochs")
                    .contains("the best of 20 samples held out")
                    .contains("SGD, momentum 0.9")
                    .contains("Before and after, on the evaluation data");
        }
    }

    @Test
    void namesAreTakenOnce() throws IOException, InferenceException {
        try (Project project = opened()) {
            Training training = project.training();
            run(project, "a", plan(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run(project, " a ", plan(1)))
                    .withMessageContaining("named 'a' already");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> run(project, "  ", plan(1)))
                    .withMessageContaining("needs a name");
            assertThat(training.freeName("a")).isEqualTo("a 2");
            run(project, "b", plan(1));
            assertThatIllegalArgumentException().isThrownBy(() -> training.rename("b", "a"));
            training.rename("b", "c");
            assertThat(training.runs()).extracting(TrainingRun::name).containsExactly("a", "c");
            training.remove("a");
            assertThat(training.runs()).extracting(TrainingRun::name).containsExactly("c");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> training.remove("a"))
                    .withMessageContaining("no run named 'a'");
        }
    }

    @Test
    void onlyOneTrainsAtATime() throws IOException, InferenceException {
        try (Project project = opened()) {
            List<Throwable> faults = new ArrayList<>();
            run(
                    project,
                    "a",
                    plan(1),
                    epoch -> {
                        faults.add(catchThrowable(() -> run(project, "b", plan(1))));
                        faults.add(catchThrowable(() -> project.training().remove("a")));
                    },
                    CancelToken.none());
            assertThat(faults)
                    .hasSize(2)
                    .allMatch(fault -> fault instanceof IllegalArgumentException
                            && fault.getMessage().contains("'a' is training"));
            assertThat(project.training().runs()).hasSize(1);
        }
    }

    @Test
    void runThatEndsBeforeItsFirstEpochIsDropped() throws IOException {
        try (Project project = opened()) {
            CancelToken cancel = new CancelToken();
            cancel.cancel();
            assertThatThrownBy(() -> run(project, "a", plan(1), epoch -> {}, cancel))
                    .isInstanceOf(CancellationException.class);
            assertThat(project.training().runs()).isEmpty();
            assertThat(project.isModified()).isFalse();
        }
    }

    @Test
    void twinsDifferInTheirGradientsAlone() throws IOException, InferenceException {
        try (Project project = opened()) {
            List<String> heard = new ArrayList<>();
            List<TrainingRun> twins = twins(project, heard, CancelToken.none());
            assertThat(twins).extracting(TrainingRun::name).containsExactly("g (32 bits)", "g (2 bits)", "g (4 bits)");
            assertThat(heard).isEqualTo(twins.stream().map(TrainingRun::name).toList());
            assertThat(twins).allMatch(run -> run.comparison().equals(Optional.of("g")));
            assertThat(twins)
                    .extracting(run -> run.plan().gradients())
                    .containsExactly(
                            Optional.empty(),
                            Optional.of(new GradientRounding(2, true, false)),
                            Optional.of(new GradientRounding(4, true, false)));
            assertThat(twins.get(0).plan()).isEqualTo(plan(1));
            // Asked again, nothing is trained; a width more is.
            assertThat(twins(project, heard, CancelToken.none())).isEqualTo(twins);
            assertThat(project.training().runs()).isEqualTo(twins);
        }
    }

    @Test
    void cancelledTwinsAreTakenUp() throws IOException, InferenceException {
        try (Project project = opened()) {
            CancelToken cancel = new CancelToken();
            List<TrainingRun> first = project.training()
                    .twins(
                            "g",
                            plan(2),
                            List.of(4),
                            new Pause(),
                            name -> listener(epoch -> cancel.cancel()),
                            new Progress(),
                            cancel);
            assertThat(first).extracting(TrainingRun::state).containsExactly(State.CANCELLED);
            List<TrainingRun> second = project.training()
                    .twins(
                            "g",
                            plan(2),
                            List.of(4),
                            new Pause(),
                            name -> listener(epoch -> {}),
                            new Progress(),
                            CancelToken.none());
            assertThat(second).extracting(TrainingRun::state).containsExactly(State.DONE, State.DONE);
            assertThat(second.get(0).epochs().get(0).loss())
                    .isEqualTo(first.get(0).epochs().get(0).loss());
        }
    }

    @Test
    void twinThatCannotGoOnBeginsAgain() throws IOException, InferenceException {
        Path file = state.resolve("twins.bitwright");
        CancelToken cancel = new CancelToken();
        try (Project project = opened()) {
            project.training()
                    .twins(
                            "g",
                            plan(2),
                            List.of(),
                            new Pause(),
                            name -> listener(epoch -> cancel.cancel()),
                            new Progress(),
                            cancel);
            project.save(file);
        }
        // Somebody took the project file alone along.
        Path alone = Files.move(file, state.resolve("alone.bitwright"));
        try (Project project = Project.load(alone)) {
            assertThat(project.training().runs())
                    .extracting(TrainingRun::resumable)
                    .containsExactly(false);
            assertThat(project.training()
                            .twins(
                                    "g",
                                    plan(2),
                                    List.of(),
                                    new Pause(),
                                    name -> listener(epoch -> {}),
                                    new Progress(),
                                    CancelToken.none()))
                    .extracting(TrainingRun::state)
                    .containsExactly(State.DONE);
            assertThat(project.training().runs()).hasSize(1);
        }
    }

    private static List<TrainingRun> twins(Project project, List<String> heard, CancelToken cancel)
            throws IOException, InferenceException {
        return project.training()
                .twins(
                        "g",
                        plan(1),
                        List.of(2, 4),
                        new Pause(),
                        name -> listener(epoch -> heard.add(name)),
                        new Progress(),
                        cancel);
    }

    @Test
    void twinsWhoseNamesAreTakenAreNotBegun() throws IOException, InferenceException {
        try (Project project = opened()) {
            run(project, "g (4 bits)", plan(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> twins(project, new ArrayList<>(), CancelToken.none()))
                    .withMessageContaining("named 'g (4 bits)' already");
            assertThat(project.training().runs()).hasSize(1);
        }
    }

    @Test
    void otherTrainingDataAreNotGoneOnWith() throws IOException, InferenceException {
        try (Project project = opened()) {
            CancelToken cancel = new CancelToken();
            TrainingRun run = run(project, "a", plan(2), epoch -> cancel.cancel(), cancel);
            assertThat(run.state()).isEqualTo(State.CANCELLED);
            assertThat(run.resumable()).isTrue();
            assertThat(run.result()).isPresent();
            project.training().useData(labelled(99));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrainingSamples.resume(project, "a"))
                    .withMessageContaining("began with other training data")
                    .withMessageContaining("100 samples");
            project.training().useData(labelled(100));
            TrainingRun whole = TrainingSamples.resume(project, "a");
            assertThat(whole.state()).isEqualTo(State.DONE);
            assertThat(TrainingSamples.losses(whole))
                    .isEqualTo(TrainingSamples.losses(run(project, "unbroken", plan(2))));
        }
    }
}
