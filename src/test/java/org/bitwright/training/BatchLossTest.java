package org.bitwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLossTest {
    private static final int CLASSES = 3;
    private static final float[] OUTPUTS = {1, 2, 0.5f, -1, 0.25f, 3};
    private static final float[] TEACHER = {0.5f, 2.5f, 0, 2, 1, -1};
    private static final int[] LABELS = {1, 0};

    /** softmax(0, ln 3) = (¼, ¾): the loss of the first class is ln 4, its gradient (¼ − 1, ¾), of two samples half. */
    @Test
    void cross_entropy_of_two_classes_by_hand() {
        BatchLoss loss = new BatchLoss(2, 2, Optional.empty());
        loss.begin(2, new int[] {0, 1}, new float[0]);
        float[] outputs = {0, (float) Math.log(3), 0, (float) Math.log(3)};
        float[] gradient = new float[4];
        loss.apply(0, 2, outputs, gradient);
        assertThat(loss.mean()).isCloseTo((Math.log(4) + Math.log(4 / 3.0)) / 2, within(1e-7));
        assertThat(gradient).containsExactly(new float[] {-0.375f, 0.375f, 0.125f, -0.125f}, within(1e-7f));
        assertThat(loss.correct()).isEqualTo(1);
    }

    /** At T = 2 the student says (½, ½), the teacher (¼, ¾): T²·KL = 4·(¼·ln ½ + ¾·ln 3⁄2). */
    @Test
    void soft_targets_by_hand() {
        BatchLoss loss = new BatchLoss(1, 2, Optional.of(new Distillation(2, 1)));
        loss.begin(1, new int[0], new float[] {0, 2 * (float) Math.log(3)});
        float[] gradient = new float[2];
        loss.apply(0, 1, new float[] {0, 0}, gradient);
        assertThat(loss.mean())
                .isCloseTo(4 * (0.25 * Math.log(2) + 0.75 * Math.log(1.5) - 0.5 * Math.log(2)), within(1e-6));
        assertThat(gradient).containsExactly(new float[] {0.5f, -0.5f}, within(1e-6f));
        assertThat(loss.correct())
                .as("the first of equals is not the teacher's")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.5, 1", "0.3, 4", "1, 4", "1, 0.5"})
    void the_gradient_is_that_of_central_differences(double share, double temperature) {
        Optional<Distillation> soft = share == 0 ? Optional.empty() : Optional.of(new Distillation(temperature, share));
        float[] gradient = new float[OUTPUTS.length];
        mean(soft, OUTPUTS, gradient);
        double step = 1e-2;
        for (int i = 0; i < OUTPUTS.length; i++) {
            float[] up = OUTPUTS.clone();
            float[] down = OUTPUTS.clone();
            up[i] += (float) step;
            down[i] -= (float) step;
            double slope = (mean(soft, up, new float[6]) - mean(soft, down, new float[6])) / ((double) up[i] - down[i]);
            assertThat((double) gradient[i]).isCloseTo(slope, within(2e-5));
        }
    }

    /** Two shards give what one gives, in either order. */
    @Test
    void shards_do_not_show() {
        Optional<Distillation> soft = Optional.of(new Distillation(3, 0.4));
        float[] whole = new float[6];
        double mean = mean(soft, OUTPUTS, whole);
        BatchLoss loss = new BatchLoss(2, CLASSES, soft);
        loss.begin(2, LABELS, TEACHER);
        float[] first = new float[3];
        float[] second = new float[3];
        loss.apply(1, 1, new float[] {-1, 0.25f, 3}, second);
        loss.apply(0, 1, new float[] {1, 2, 0.5f}, first);
        assertThat(loss.mean()).isEqualTo(mean);
        assertThat(first).containsExactly(whole[0], whole[1], whole[2]);
        assertThat(second).containsExactly(whole[3], whole[4], whole[5]);
    }

    @Test
    void great_outputs_do_not_overflow() {
        BatchLoss loss = new BatchLoss(1, 3, Optional.empty());
        loss.begin(1, new int[] {2}, new float[0]);
        float[] gradient = new float[3];
        loss.apply(0, 1, new float[] {1000, 0, -1000}, gradient);
        assertThat(loss.mean()).isCloseTo(2000, within(1e-9));
        assertThat(gradient).containsExactly(1, 0, -1);
    }

    @Test
    void an_output_that_is_no_number_gives_a_loss_that_is_none() {
        BatchLoss loss = new BatchLoss(1, 3, Optional.empty());
        loss.begin(1, new int[] {2}, new float[0]);
        loss.apply(0, 1, new float[] {1, Float.NaN, 0}, new float[3]);
        assertThat(loss.mean()).isNaN();
        assertThat(loss.correct()).isZero();
    }

    private static double mean(Optional<Distillation> soft, float[] outputs, float[] gradient) {
        BatchLoss loss = new BatchLoss(2, CLASSES, soft);
        loss.begin(2, LABELS, TEACHER);
        loss.apply(0, 2, outputs, gradient);
        return loss.mean();
    }
}
