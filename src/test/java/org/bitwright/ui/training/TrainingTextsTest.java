package org.bitwright.ui.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.project.TrainingRun;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.QuantConfig;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.TrainingPlan;
import org.junit.jupiter.api.Test;

class TrainingTextsTest {
    private static final TrainingPlan PLAN = TrainingPlan.usual();

    private static RunRow row(State state, boolean resumable, Optional<String> warning) {
        TrainingRun run = new TrainingRun(
                "one",
                Optional.empty(),
                PLAN,
                QuantConfig.empty(),
                "images.gz",
                1_000,
                true,
                List.of(TrainingExamples.epoch(1, 0.5, 810, 0.4, 83), TrainingExamples.epoch(2, 0.4, 820, 0.5, 81)),
                1,
                state,
                resumable,
                warning.map(Phrase::verbatim),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new RunRow(run, false, false);
    }

    @Test
    void settingsAreToldInALineWithWhatIsNotUsual() {
        assertThat(PlanTexts.line(PLAN))
                .isEqualTo("5 epochs · Adam 0.001 · batch 64 · moving ranges · cosine · 10 % held out · seed 1");
        assertThat(PlanTexts.line(PLAN.withGradients(Optional.of(new GradientRounding(4, true, false)))))
                .contains("4-bit gradients");
    }

    @Test
    void detailsTellDataAndTheEpochThatIsKept() {
        assertThat(TrainingTexts.details(row(State.DONE, false, Optional.empty())))
                .containsExactly(
                        PlanTexts.line(PLAN),
                        "Trained on the 1,000 calibration samples of images.gz: a small set.",
                        "Epoch 1 is kept: 83.00 % of 100 held-out samples right.");
    }

    @Test
    void aRunThatDidNotEndWellSaysWhyAndWhatCanBeDone() {
        assertThat(last(row(State.DIVERGED, false, Optional.empty())))
                .startsWith("The loss became infinite or undefined in epoch 3; epoch 1 is kept.");
        assertThat(last(row(State.INTERRUPTED, true, Optional.empty())))
                .isEqualTo("Interrupted after epoch 2; it can be continued from there.");
        assertThat(last(row(State.CANCELLED, true, Optional.empty())))
                .isEqualTo("Ended by hand after epoch 2; it can be continued from there.");
        assertThat(last(row(State.INTERRUPTED, false, Optional.of("The disk is full."))))
                .isEqualTo("The disk is full.");
    }

    private static String last(RunRow row) {
        List<String> lines = TrainingTexts.details(row);
        return lines.get(lines.size() - 1);
    }

    @Test
    void timeLeftIsRoundedUpToSeconds() {
        assertThat(TrainingTexts.duration(11.2)).isEqualTo("12 s");
        assertThat(TrainingTexts.duration(61)).isEqualTo("1 min");
        assertThat(TrainingTexts.duration(59.7)).isEqualTo("1 min");
        assertThat(TrainingTexts.duration(3_585)).isEqualTo("1 h 0 min");
        assertThat(TrainingTexts.duration(7_325)).isEqualTo("2 h 2 min");
        assertThat(TrainingTexts.duration(Double.NaN)).isEqualTo("–");
    }
}
