package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Optimizer PLAIN = new Optimizer.Sgd(0, 0);

    @TempDir
    private Path folder;

    /**
     * x = 2 and W = (0, ½·ln 3): z = (0, ln 3), p = (¼, ¾). Of class 0 the loss is ln 4, dz = (−¾, ¾), dW = 2·dz; at a
     * rate of 0.1 W becomes (0.15, ½·ln 3 − 0.15), b (0.075, −0.075).
     */
    @Test
    void one_step_of_gradient_descent_is_the_one_worked_out_by_hand() throws Exception {
        float w = (float) (Math.log(3) / 2);
        Dataset data = Runs.samples(2).labelled(0);
        TrainingResult result = Runs.train(Runs.task(Runs.linear(folder, 0, w), data, Runs.plan(1, 1, PLAIN, 0.1)));

        assertThat(result.end()).isEqualTo(TrainingResult.End.DONE);
        assertThat(result.best()).isEqualTo(1);
        assertThat(result.bestEpoch().loss()).isCloseTo(Math.log(4), within(1e-6));
        assertThat(result.bestEpoch().correct()).isZero();
        assertThat(Runs.weight(result, "w")).containsExactly(new float[] {0.15f, w - 0.15f}, within(1e-6f));
        assertThat(Runs.weight(result, "b")).containsExactly(new float[] {0.075f, -0.075f}, within(1e-6f));
    }

    /** The second sample has x = 0, so that its outputs are 0 and W has no gradient of it; the mean of both counts. */
    @Test
    void a_batch_of_two_takes_the_mean_of_both() throws Exception {
        Dataset data = Runs.samples(2, 0).labelled(0, 1);
        TrainingResult result = Runs.train(
                Runs.task(Runs.linear(folder, 0, (float) (Math.log(3) / 2)), data, Runs.plan(1, 2, PLAIN, 0.1)));
        // The second sample has z = 0, p = ½, dz = (½, −½), dW = 0.
        assertThat(Runs.weight(result, "w")[0]).isCloseTo(0.075f, within(1e-6f));
        assertThat(Runs.weight(result, "b")).containsExactly(new float[] {0.0125f, -0.0125f}, within(1e-6f));
        assertThat(result.bestEpoch().loss()).isCloseTo((Math.log(4) + Math.log(2)) / 2, within(1e-6));
    }

    private static TrainingPlan everything(int epochs) {
        return PlanDraft.of(epochs, 32, Optimizer.adam(), 0.002)
                .seed(5)
                .schedule(new Schedule(Schedule.Course.COSINE, 0.002, 0.5, 1, 1))
                .activationRanges(RangeRule.LEARNED)
                .augmentation(2, false)
                .distillation(2, 0.5)
                .gradients(4, true, true)
                .pruning(new Pruning(0.5, Map.of(), 0, Math.min(2, epochs)))
                .plan();
    }

    @Test
    void pruning_reaches_its_share_and_the_weights_stay_zero() throws Exception {
        Runs.Heard heard = new Runs.Heard();
        TrainingTask task = Runs.digits(70, everything(2));
        TrainingResult result = Runs.train(task, Optional.empty(), Optional.empty(), heard, CancelToken.none());
        assertThat(result.bestEpoch().sparsity()).isGreaterThanOrEqualTo(0.5);
        // Half of 400 · 120 weights. No other is 0 to the last bit.
        assertThat(zeros(Runs.weight(result, "fc1.weight"))).isEqualTo(24_000);
    }

    private static int zeros(float[] values) {
        int zeros = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    @Test
    void a_run_that_goes_on_has_the_numbers_of_one_without_a_break() throws Exception {
        TrainingTask task = Runs.digits(100, everything(3));
        Runs.Heard whole = new Runs.Heard();
        Runs.Scores scores = new Runs.Scores(90, 85, 80);
        TrainingResult unbroken = Runs.train(task, Optional.of(scores), Optional.empty(), whole, CancelToken.none());
        Runs.Heard rest = new Runs.Heard();
        Runs.Scores later = new Runs.Scores(85, 80);
        TrainingResult resumed =
                Runs.train(task, Optional.of(later), Optional.of(whole.checkpoints.get(0)), rest, CancelToken.none());

        assertThat(resumed.config()).isEqualTo(unbroken.config());
        // The first is not pruned yet.
        assertThat(resumed.best()).isEqualTo(2);
        TrainingResult behindBest = Runs.train(
                task,
                Optional.of(new Runs.Scores(80)),
                Optional.of(whole.checkpoints.get(1)),
                TrainingListener.none(),
                CancelToken.none());
        assertThat(behindBest.config()).isEqualTo(unbroken.config());
        assertThat(later.measured).isEqualTo(scores.measured.subList(1, 3));
        assertThat(resumed.epochs())
                .usingRecursiveComparison()
                .ignoringFields("seconds")
                .isEqualTo(unbroken.epochs());
        assertThat(rest.checkpoints.get(1).state().keySet())
                .isEqualTo(whole.checkpoints.get(2).state().keySet());
        whole.checkpoints.get(2).state().forEach((name, values) -> assertThat(
                        rest.checkpoints.get(1).state().get(name))
                .as(name)
                .isEqualTo(values));
    }

    @Test
    void threads_do_not_show() throws Exception {
        TrainingTask task = Runs.digits(70, everything(1));
        TrainingResult many = Runs.train(task);
        TrainingResult one = Parallel.onOneThread(() -> {
            try {
                return Runs.train(task);
            } catch (IOException | InferenceException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(one.config()).isEqualTo(many.config());
        assertThat(one.bestEpoch().loss()).isEqualTo(many.bestEpoch().loss());
    }

    @Test
    void what_is_heard_of_a_run() throws Exception {
        Runs.Heard heard = new Runs.Heard();
        TrainingTask task = Runs.digits(70, Runs.plan(2, 32, Optimizer.adam(), 1e-3));
        Runs.train(task, Optional.empty(), Optional.empty(), heard, CancelToken.none());

        assertThat(heard.epochs).extracting(EpochRecord::epoch).containsExactly(1, 2);
        assertThat(heard.epochs.get(0).samples()).isEqualTo(70);
        StepReport last = heard.steps.get(heard.steps.size() - 1);
        assertThat(List.of(last.epoch(), last.step(), last.steps())).containsExactly(2, 3, 3);
        assertThat(last.samplesPerSecond()).isPositive();
        assertThat(last.secondsLeft()).isZero();
        assertThat(last.gradients())
                .extracting(GradientStatistics::parameter)
                .contains("conv1.weight", "conv1.bias", "fc3.weight")
                .hasSize(10);
        String first = task.document().model().layers().get(0).name();
        assertThat(last.gradients().stream().filter(g -> g.layer().equals(first)))
                .hasSize(2);
        assertThat(heard.epochs.get(1).gradients()).isEqualTo(last.gradients());
    }

    @Test
    void soft_targets_alone_need_no_labels() throws Exception {
        TrainingPlan soft = PlanDraft.of(1, 2, PLAIN, 0.1).distillation(1, 1).plan();
        TrainingResult result = Runs.train(Runs.task(Runs.linear(folder, 0, 1), Runs.samples(2, -1), soft));
        assertThat(result.bestEpoch().loss()).as("the student is its teacher").isCloseTo(0, within(1e-9));
        assertThat(Runs.weight(result, "w")).containsExactly(new float[] {0, 1}, within(1e-6f));
        assertThat(result.bestEpoch().correct()).isEqualTo(2);
    }

    @Test
    void what_cannot_be_trained_is_told_in_words() throws Exception {
        TrainingPlan plan = Runs.plan(1, 1, PLAIN, 0.1);
        assertThatThrownBy(() -> Runs.train(
                        Runs.task(Runs.linear(folder, 0, 1), Runs.samples().labelled(), plan)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("There are no samples to train on.");
        assertThatThrownBy(() -> Runs.train(Runs.task(Runs.linear(folder, 0, 1), Runs.samples(2), plan)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("has no labels");
        Dataset wrong = Runs.samples(2, 1).labelled(0, 2);
        assertThatThrownBy(() -> Runs.train(Runs.task(Runs.linear(folder, 0, 1), wrong, plan)))
                .isInstanceOf(InferenceException.class)
                .hasMessage("Sample 1 has the label 2, but the network has 2 outputs.");
    }

    @Test
    void a_checkpoint_of_another_plan_or_network_is_refused() throws Exception {
        Dataset data = Runs.samples(2).labelled(0);
        Runs.Heard heard = new Runs.Heard();
        TrainingTask task = Runs.task(Runs.linear(folder, 0, 1), data, Runs.plan(2, 1, PLAIN, 0.1));
        Runs.train(task, Optional.empty(), Optional.empty(), heard, CancelToken.none());
        Optional<Checkpoint> from = Optional.of(heard.checkpoints.get(0));

        TrainingTask other = Runs.task(Runs.linear(folder, 0, 1), data, Runs.plan(3, 1, PLAIN, 0.1));
        assertThatThrownBy(() -> Runs.train(other, Optional.empty(), from, TrainingListener.none(), CancelToken.none()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("another plan");
        TrainingTask digits = Runs.digits(4, task.plan());
        assertThatThrownBy(
                        () -> Runs.train(digits, Optional.empty(), from, TrainingListener.none(), CancelToken.none()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("another network");
    }

    @Test
    void a_network_without_layers_is_refused_before_it_is_trained() throws Exception {
        OnnxDocument scaled = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 2}, 2)
                .node("Mul", "scaled", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(2), 1, 2).labelled(0);
        assertThatThrownBy(() -> Runs.train(Runs.task(scaled, data, Runs.plan(1, 1, PLAIN, 0.1))))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no layers");
    }
}
