package org.bitwright.ui.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bitwright.training.EpochRecord;
import org.junit.jupiter.api.Test;

class CurvesViewModelTest {
    private final CurvesViewModel model = new CurvesViewModel();

    private void show() {
        model.show(List.of(
                TrainingExamples.falling("long", 6, 1, 0.5, 5), TrainingExamples.falling("short", 3, 2, 0.5, 3)));
    }

    private Optional<String> place() {
        return model.cursor().point()
                .map(point -> point.run() + " " + point.epoch().epoch());
    }

    @Test
    void arrowsGoFromEpochToEpochAndFromRunToRun() {
        show();
        model.step(1);
        assertThat(place()).contains("long 1");
        model.step(-1);
        assertThat(place()).contains("long 1");
        model.lookAtEnd(true);
        assertThat(place()).contains("long 6");
        model.stepRun(1);
        assertThat(place()).contains("short 3");
        model.stepRun(1);
        assertThat(place()).contains("short 3");
        model.stepRun(-1);
        assertThat(place()).contains("long 3");
    }

    @Test
    void mouseLooksAtTheNearestEpochOfTheNearestRun() {
        show();
        model.cursor().look(model.nearest(2.4, Comparator.comparingInt(point -> -point.series())));
        assertThat(place()).contains("short 2");
        model.cursor().look(model.nearest(40, Comparator.comparingInt(CurvePoint::series)));
        assertThat(place()).contains("long 6");
    }

    @Test
    void runsAreToldTogetherWhereTheyHaveTheSameEpoch() {
        show();
        model.step(1);
        model.stepRun(1);
        assertThat(model.together()).extracting(CurvePoint::run).containsExactly("short", "long");
        model.stepRun(-1);
        model.lookAtEnd(true);
        assertThat(model.together()).extracting(CurvePoint::run).containsExactly("long");
    }

    @Test
    void whatIsLookedAtStaysWhileItIsShown() {
        show();
        model.step(1);
        model.show(List.of(TrainingExamples.falling("long", 7, 1, 0.5, 7)));
        assertThat(place()).contains("long 1");
        model.show(List.of(TrainingExamples.falling("other", 7, 1, 0.5, 7)));
        assertThat(place()).isEmpty();
    }

    @Test
    void theAxisIsAsLongAsTheLongestRun() {
        assertThat(model.length()).isEqualTo(1);
        show();
        assertThat(model.length()).isEqualTo(6);
        model.show(List.of(TrainingExamples.live("live")));
        assertThat(model.length()).isEqualTo(10);
    }

    @Test
    void theTipTellsOneRunInFullAndSeveralInALineEach() {
        EpochRecord epoch = TrainingExamples.epoch(2, 0.25, 810, 0.5, 80);
        model.show(List.of(new Curve("one", List.of(epoch), 2, 2, List.of())));
        model.step(1);
        assertThat(CurveTexts.tip(model.together(), CurveKind.LOSS))
                .isEqualTo("Epoch 2, kept\ntraining 0.25\nheld out 0.5\nlearning rate 0.0005");
        assertThat(CurveTexts.tip(model.together(), CurveKind.ACCURACY))
                .isEqualTo("Epoch 2, kept\ntraining 90.00 %\nheld out 80.00 %");
        EpochRecord bare = TrainingExamples.withoutHeldOut(2, 0.75, 450);
        model.show(List.of(
                new Curve("one", List.of(epoch), 0, 2, List.of()), new Curve("two", List.of(bare), 0, 2, List.of())));
        assertThat(CurveTexts.tip(model.together(), CurveKind.ACCURACY))
                .isEqualTo("Epoch 2\none: 80.00 %\ntwo: 50.00 %");
    }
}
