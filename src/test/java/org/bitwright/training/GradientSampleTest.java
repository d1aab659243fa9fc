package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradientSampleTest {
    private static final CancelToken NEVER = CancelToken.none();

    @TempDir
    private Path folder;

    private static GradientSample twice(float... gradient) {
        float[][] step = {gradient};
        return new GradientSample(List.of("w"), List.of("layer"), List.of(step, step));
    }

    /** A step of ⅓: 0.4 is 1.2 steps and goes to ⅓, −0.2 is −0.6 steps and goes to −⅓. */
    @Test
    void gradients_are_rounded_as_a_run_would() {
        GradientSample sample = twice(1, 0.4f, -0.2f, 0);
        GradientStatistics rounded = sample.rounded(Optional.of(new GradientRounding(3, false, false)), 1, NEVER)
                .get(0)
                .get(0);
        assertThat(rounded.parameter()).isEqualTo("w");
        assertThat(rounded.layer()).isEqualTo("layer");
        assertThat(rounded.step()).isCloseTo(1 / 3.0, within(1e-6));
        double squares = Math.pow(0.4 - 1 / 3.0, 2) + Math.pow(1 / 3.0 - 0.2, 2);
        assertThat(rounded.mse()).isCloseTo(squares / 4, within(1e-7));
        assertThat(rounded.sqnr()).isCloseTo(10 * Math.log10(1.2 / squares), within(1e-4));
        assertThat(rounded.zeros()).isEqualTo(0.25);
        assertThat(rounded.roundedToZero()).isZero();
        assertThat(rounded.sentBits()).isEqualTo(4 * 3 + 32);
    }

    /** What the first step loses, 0.0667 and 0.1333, comes to the second: −0.0667 is −0.2 steps and goes to 0. */
    @Test
    void error_feedback_carries_what_is_lost_from_step_to_step() {
        GradientSample sample = twice(1, 0.4f, -0.2f, 0);
        List<List<GradientStatistics>> rounded =
                sample.rounded(Optional.of(new GradientRounding(3, false, true)), 1, NEVER);
        assertThat(rounded.get(0).get(0).roundedToZero()).isZero();
        assertThat(rounded.get(1).get(0).roundedToZero()).isCloseTo(1 / 3.0, within(1e-9));
        double lost = 0.4 - 1 / 3.0 + 0.4 - 1 / 3.0;
        double other = 0.2 - (1 / 3.0 - 0.2) - 0.2 + 0.2;
        assertThat(rounded.get(1).get(0).mse()).isCloseTo((lost * lost + other * other) / 4, within(1e-6));
        assertThat(sample.steps().get(0)[0]).containsExactly(1, 0.4f, -0.2f, 0);
    }

    @Test
    void full_precision_loses_nothing() {
        GradientStatistics kept =
                twice(1, 0.4f).rounded(Optional.empty(), 1, NEVER).get(1).get(0);
        assertThat(kept.step()).isZero();
        assertThat(kept.sqnr()).isInfinite();
        assertThat(kept.sentBits()).isEqualTo(64);
    }

    @Test
    void rounding_can_be_cancelled() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        assertThatThrownBy(() -> twice(1).rounded(Optional.empty(), 1, cancel))
                .isInstanceOf(CancellationException.class);
    }

    /** x = 2, W = (0, ½·ln 3), class 0: dz = (−¾, ¾), dW = 2·dz; the second sample has x = 0 and z = 0, class 1. */
    @Test
    void gradients_of_each_batch_are_those_worked_out_by_hand() throws Exception {
        OnnxDocument linear = OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("w", new float[] {0, (float) (Math.log(3) / 2)}, 1, 2)
                .weight("b", new float[2], 2)
                .node("MatMul", "product", "x w", "xw")
                .node("Add", "sum", "xw b", "y")
                .output("y", -1, 2)
                .open(folder);
        MemoryDataset data = MemoryDataset.of(Shape.of(1), new float[] {2, 2}).labelled(0, 0);
        GradientSample sample = Trainer.gradients(
                Runs.task(linear, data, Runs.plan(1, 1, new Optimizer.Sgd(0, 0), 0.1)), 5, new Progress(), NEVER);

        assertThat(sample.parameters()).containsExactlyInAnyOrder("w", "b");
        assertThat(sample.steps()).as("two batches of one sample").hasSize(2);
        for (float[][] step : sample.steps()) {
            float[] w = step[sample.parameters().indexOf("w")];
            float[] b = step[sample.parameters().indexOf("b")];
            assertThat(w).containsExactly(new float[] {-1.5f, 1.5f}, within(1e-6f));
            assertThat(b).containsExactly(new float[] {-0.75f, 0.75f}, within(1e-6f));
        }
        String layer = linear.model().layers().get(0).name();
        assertThat(sample.layers()).contains(layer);
    }

    @Test
    void the_first_batch_has_the_gradients_of_the_first_step_of_a_run() throws Exception {
        TrainingPlan plan = PlanDraft.of(1, 32, Optimizer.adam(), 0.002)
                .activationRanges(RangeRule.FIXED)
                .plan();
        TrainingTask task = Runs.digits(32, plan);
        List<GradientStatistics> ofRun = Runs.train(task).bestEpoch().gradients();
        List<GradientStatistics> sampled = Trainer.gradients(task, 8, new Progress(), NEVER)
                .rounded(Optional.empty(), 1, NEVER)
                .get(0);
        for (GradientStatistics gradient : ofRun) {
            GradientStatistics same = sampled.stream()
                    .filter(one -> one.parameter().equals(gradient.parameter()))
                    .findFirst()
                    .orElseThrow();
            assertThat(same.layer()).isEqualTo(gradient.layer());
            assertThat(same.maxAbs()).isEqualTo(gradient.maxAbs()).isPositive();
            assertThat(same.histogram()).isEqualTo(gradient.histogram());
        }
        assertThat(ofRun).hasSize(10);
    }

    /** 2 · 3e38 is more than a float holds. */
    @Test
    void gradients_that_are_no_numbers_are_told_in_words() throws Exception {
        TrainingTask task = Runs.task(
                Runs.linear(folder, 2, 1),
                Runs.samples(3e38f).labelled(0),
                Runs.plan(1, 1, new Optimizer.Sgd(0, 0), 0.1));
        assertThatThrownBy(() -> Trainer.gradients(task, 1, new Progress(), NEVER))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("no finite number");
    }
}
