package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How runs end, and what they leave. */
class RunEndsTest {
    private static final Optimizer PLAIN = new Optimizer.Sgd(0, 0);

    @TempDir
    private Path folder;

    @Test
    void the_best_epoch_is_kept_and_patience_ends() throws Exception {
        Runs.Scores scores = new Runs.Scores(80, 90, 89, 88, 99);
        TrainingPlan patient = PlanDraft.of(5, 4, PLAIN, 0.1).patience(2).plan();
        Dataset data = Runs.samples(2, 1, -1, 3).labelled(0, 1, 1, 0);
        TrainingResult result = Runs.train(
                Runs.task(Runs.linear(folder, 0, 1), data, patient),
                Optional.of(scores),
                Optional.empty(),
                TrainingListener.none(),
                CancelToken.none());
        assertThat(result.end()).isEqualTo(TrainingResult.End.STOPPED_EARLY);
        assertThat(result.epochs()).hasSize(4);
        assertThat(result.best()).isEqualTo(2);
        assertThat(result.config()).isEqualTo(scores.measured.get(1)).isNotEqualTo(scores.measured.get(3));
    }

    @Test
    void a_cancelled_run_keeps_its_best_epoch() throws Exception {
        CancelToken cancel = new CancelToken();
        Runs.Scores scores = new Runs.Scores(80, 70);
        Runs.Heard heard = new Runs.Heard() {
            @Override
            public void epoch(EpochRecord record, Checkpoint checkpoint) {
                super.epoch(record, checkpoint);
                if (record.epoch() == 2) {
                    cancel.cancel();
                }
            }
        };
        Dataset data = Runs.samples(2, 1, -1, 3).labelled(0, 1, 1, 0);
        TrainingResult result = Runs.train(
                Runs.task(Runs.linear(folder, 0, 1), data, Runs.plan(9, 2, PLAIN, 0.1)),
                Optional.of(scores),
                Optional.empty(),
                heard,
                cancel);
        assertThat(result.end()).isEqualTo(TrainingResult.End.CANCELLED);
        assertThat(result.epochs()).hasSize(2);
        assertThat(result.config()).isEqualTo(scores.measured.get(0));
    }

    @Test
    void a_run_that_was_cancelled_before_its_first_epoch_changes_nothing() throws Exception {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        Dataset data = Runs.samples(2).labelled(0);
        TrainingTask task = Runs.task(Runs.linear(folder, 0, 1), data, Runs.plan(1, 1, PLAIN, 0.1));
        TrainingResult result = Runs.train(task, Optional.empty(), Optional.empty(), TrainingListener.none(), cancel);
        assertThat(result.end()).isEqualTo(TrainingResult.End.CANCELLED);
        assertThat(result.best()).isZero();
        assertThat(result.config()).isEqualTo(QuantConfig.empty());
    }

    /**
     * Two equal samples of opposite classes drive the weight to and fro by rate · 3e18; times the input that is more than
     * a float holds once the rate is above some 38, in the second of three epochs of a warm-up to 100.
     */
    @Test
    void a_run_that_diverges_ends_with_the_best_epoch_so_far() throws Exception {
        TrainingPlan rising = PlanDraft.of(3, 1, PLAIN, 100)
                .schedule(new Schedule(Schedule.Course.CONSTANT, 100, 3, 1, 1))
                .plan();
        float[] inputs = new float[32];
        int[] labels = new int[32];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = 3e18f;
            labels[i] = i % 2;
        }
        Dataset data = Runs.samples(inputs).labelled(labels);
        TrainingResult result = Runs.train(Runs.task(Runs.linear(folder, 0, 0), data, rising));
        assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
        assertThat(result.epochs()).hasSizeBetween(1, 2);
        for (float value : Runs.weight(result, "w")) {
            assertThat(value).isFinite();
        }
    }

    /** Whatever becomes of weights and ranges, a run ends with a result. */
    @ParameterizedTest
    @EnumSource(RangeRule.class)
    void a_quantized_run_at_a_rate_far_too_high_ends(RangeRule ranges) throws Exception {
        TrainingPlan plan = PlanDraft.of(3, 16, new Optimizer.Sgd(0.9, 0), 100)
                .weightRanges(ranges)
                .activationRanges(ranges)
                .plan();
        TrainingResult result = Runs.train(Runs.digits(100, plan));
        assertThat(result.end()).isIn(TrainingResult.End.DIVERGED, TrainingResult.End.DONE);
        assertThat(result.best()).isEqualTo(result.epochs().size());
    }

    @Test
    void learned_ranges_are_measured_as_they_are_kept() throws Exception {
        Runs.Scores scores = new Runs.Scores(50);
        TrainingPlan plan = PlanDraft.of(1, 16, PLAIN, 0.01)
                .weightRanges(RangeRule.LEARNED)
                .activationRanges(RangeRule.LEARNED)
                .plan();
        TrainingResult result = Runs.train(
                Runs.digits(48, plan),
                Optional.of(scores),
                Optional.empty(),
                TrainingListener.none(),
                CancelToken.none());
        assertThat(result.config()).isEqualTo(scores.measured.get(0));
    }

    /** A network that is not pruned yet is mostly better, and not what was asked for. */
    @Test
    void the_best_epoch_is_one_after_pruning() throws Exception {
        Runs.Scores scores = new Runs.Scores(99, 98, 70, 80, 75, 74, 99);
        TrainingPlan plan = PlanDraft.of(7, 4, PLAIN, 0.1)
                .pruning(new Pruning(0.5, Map.of(), 0, 2.5))
                .patience(2)
                .plan();
        Dataset data = Runs.samples(2, 1, -1, 3).labelled(0, 1, 1, 0);
        TrainingResult result = Runs.train(
                Runs.task(Runs.linear(folder, 0.5f, 1), data, plan),
                Optional.of(scores),
                Optional.empty(),
                TrainingListener.none(),
                CancelToken.none());
        assertThat(result.best()).isEqualTo(4);
        assertThat(result.end()).isEqualTo(TrainingResult.End.STOPPED_EARLY);
        assertThat(result.epochs()).hasSize(6);
        assertThat(result.bestEpoch().sparsity()).isEqualTo(0.5);
        assertThat(TrainingResult.best(plan, result.epochs().subList(0, 2))).isEqualTo(1);
    }
}
