package org.bitwright.ui.gradients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.junit.jupiter.api.Test;

class GradientsViewModelTest {
    private static final Optional<GradientRounding> FOUR = Optional.of(new GradientRounding(4, true, false));

    private final GradientsViewModel model = new GradientsViewModel();

    private void hear(int step) {
        model.hear("run", FOUR, GradientExamples.step(FOUR, 1, step, 15));
    }

    @Test
    void aRunThatBeginsComesToTheFrontAndItsNewestStepIsShown() {
        model.showLayer("conv2/Conv");
        model.begin("run");
        assertThat(model.sourceProperty().get()).isEqualTo(new GradientSource("run"));
        assertThat(model.shown()).isEmpty();
        hear(1);
        assertThat(model.parameterProperty().get()).isEqualTo("conv2.weight");
        assertThat(model.shownRounding()).isEqualTo(FOUR);
        hear(2);
        assertThat(model.moment().orElseThrow().step()).isEqualTo(2);
        assertThat(model.courseProperty().get().moments()).hasSize(2);
    }

    @Test
    void aMomentThatWasChosenStaysUntilItIsLetGo() {
        model.begin("run");
        hear(1);
        hear(2);
        model.step(-1);
        assertThat(model.isPinned()).isTrue();
        hear(3);
        assertThat(model.moment().orElseThrow().step()).isEqualTo(1);
        model.follow();
        assertThat(model.moment().orElseThrow().step()).isEqualTo(3);
        assertThat(model.isPinned()).isFalse();
    }

    @Test
    void goingToTheNewestFollowsItAgain() {
        model.begin("run");
        hear(1);
        hear(2);
        model.step(-1);
        model.step(1);
        hear(3);
        assertThat(model.moment().orElseThrow().step()).isEqualTo(3);
    }

    @Test
    void theBiasOfALayerStaysShownWhileItsLayerDoes() {
        model.begin("run");
        hear(1);
        GradientStatistics bias = model.moment().orElseThrow().of("fc1.bias").orElseThrow();
        model.select(bias);
        hear(2);
        assertThat(model.parameterProperty().get()).isEqualTo("fc1.bias");
        model.showLayer("fc1/Gemm");
        assertThat(model.parameterProperty().get()).isEqualTo("fc1.bias");
        model.showLayer("fc2/Gemm");
        assertThat(model.parameterProperty().get()).isEqualTo("fc2.weight");
        // Nothing is known of it: what was shown stays.
        model.showLayer("elsewhere");
        assertThat(model.parameterProperty().get()).isEqualTo("fc2.weight");
    }

    @Test
    void whatWasHeardOfARunIsMoreThanItsEpochs() {
        model.begin("run");
        hear(1);
        EpochRecord epoch = GradientExamples.epoch(FOUR, 1, 90);
        model.keep("run", FOUR, List.of(epoch));
        model.keep("older", FOUR, List.of(epoch));
        assertThat(model.courseProperty().get().moments()).hasSize(1);
        assertThat(model.moment().orElseThrow().steps()).isEqualTo(15);
        model.showRun("older");
        assertThat(model.moment().orElseThrow().time()).isEqualTo(1);
        assertThat(model.moment().orElseThrow().steps()).isZero();
    }

    @Test
    void aRunThatIsGoneIsShownNoMore() {
        EpochRecord epoch = GradientExamples.epoch(FOUR, 1, 90);
        model.keep("one", FOUR, List.of(epoch));
        model.keep("two", FOUR, List.of(epoch));
        model.showRun("two");
        model.retain(List.of("two", "one"));
        assertThat(model.sources())
                .containsExactly(GradientSource.PRESENT, new GradientSource("two"), new GradientSource("one"));
        assertThat(model.sourceProperty().get()).isEqualTo(new GradientSource("two"));
        model.retain(List.of("one"));
        assertThat(model.sourceProperty().get()).isEqualTo(GradientSource.PRESENT);
        assertThat(model.shown()).isEmpty();
    }

    @Test
    void bytesAreThoseOfAllParameters() {
        GradientMoment moment = new GradientMoment(0, 1, 1, GradientExamples.gradients(FOUR, 1, 1));
        // 61,706 parameters in ten tensors: 4 bits each, and a scale of 32 bits a tensor.
        assertThat(moment.floatBits()).isEqualTo(61_706 * 32L);
        assertThat(moment.sentBits()).isEqualTo(61_706 * 4L + 10 * 32L);
    }
}
