package org.bitwright.ui.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.junit.jupiter.api.Test;

class FrontChartViewModelTest {
    private static final FrontPoint SMALL = FrontExamples.uniform(2, 9_000);
    private static final FrontPoint BEATEN = FrontExamples.uniform(3, 8_900);
    private static final FrontPoint MIDDLE = FrontExamples.point(DataPart.ALL, 9_500, 10_000, 8, 4, 4, 4);
    private static final FrontPoint NO_BETTER = FrontExamples.uniform(5, 9_500);
    private static final FrontPoint LARGE = FrontExamples.uniform(8, 9_600);
    private static final FrontPoint TRIED = FrontExamples.point(DataPart.SEARCH, 4_990, 5_000, 3, 3, 3, 2);

    private final FrontChartViewModel model = new FrontChartViewModel();

    @Test
    void frontHoldsWhatNoSmallerOneBeats() {
        model.show(List.of(LARGE, BEATEN, SMALL, NO_BETTER, MIDDLE));
        assertThat(model.front()).containsExactly(SMALL, MIDDLE, LARGE);
    }

    @Test
    void whatASearchMeasuredOnItsHalfIsNotOnTheFront() {
        model.show(List.of(TRIED, SMALL, LARGE));
        assertThat(model.front()).containsExactly(SMALL, LARGE);
    }

    @Test
    void ofTwoOfOneSizeTheBetterIsOnTheFront() {
        FrontPoint better = FrontExamples.uniform(2, 9_100);
        model.show(List.of(SMALL, better));
        assertThat(model.front()).containsExactly(better);
    }

    @Test
    void pointsOfAllSamplesComeFirstAndBySize() {
        model.show(List.of(TRIED, LARGE, SMALL));
        assertThat(model.points()).containsExactly(SMALL, LARGE, TRIED);
    }

    @Test
    void arrowsGoFromPointToPointBySize() {
        model.show(List.of(SMALL, LARGE, TRIED));
        List<FrontPoint> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            model.step(1);
            seen.add(model.cursor().point().orElseThrow());
        }
        assertThat(seen).containsExactly(SMALL, TRIED, LARGE, LARGE);
        model.step(-1);
        assertThat(model.cursor().point()).contains(TRIED);
    }

    @Test
    void upAndDownGoAlongTheFront() {
        model.show(List.of(SMALL, BEATEN, MIDDLE, NO_BETTER, LARGE));
        model.stepFront(1);
        model.stepFront(1);
        assertThat(model.cursor().point()).contains(MIDDLE);
        model.stepFront(1);
        assertThat(model.cursor().point()).contains(LARGE);
        model.stepFront(-1);
        assertThat(model.cursor().point()).contains(MIDDLE);
    }

    @Test
    void thePointThatIsLookedAtStaysWhenOthersArrive() {
        model.show(List.of(SMALL));
        model.cursor().look(Optional.of(SMALL));
        model.show(List.of(SMALL, LARGE));
        assertThat(model.cursor().point()).contains(SMALL);
        model.show(List.of(LARGE));
        assertThat(model.cursor().point()).isEmpty();
    }

    @Test
    void zoomKeepsThePlaceUnderTheMouseAndGoesBackToTheWhole() {
        model.show(List.of(SMALL, LARGE));
        FrontWindow whole = model.whole();
        double x = whole.left() + 0.25 * (whole.right() - whole.left());
        double y = whole.low() + 0.5 * (whole.high() - whole.low());
        model.zoom(0.5, x, y);
        FrontWindow near = model.window();
        assertThat(near.right() - near.left()).isCloseTo(0.5 * (whole.right() - whole.left()), within(1e-9));
        assertThat((x - near.left()) / (near.right() - near.left())).isCloseTo(0.25, within(1e-9));
        model.zoom(10, x, y);
        assertThat(model.zoomProperty().get()).isEmpty();
    }

    @Test
    void aPointOutsideOfTheZoomedPartBringsTheWholeBack() {
        model.show(List.of(SMALL, LARGE));
        model.zoom(0.1, model.whole().left(), model.whole().low());
        model.step(-1);
        assertThat(model.cursor().point()).contains(LARGE);
        assertThat(model.zoomProperty().get()).isEmpty();
    }

    @Test
    void anotherAxisShowsTheWhole() {
        model.show(List.of(SMALL, LARGE));
        model.zoom(0.5, model.whole().left(), model.whole().low());
        model.scaleProperty().set(FrontScale.BITS);
        assertThat(model.zoomProperty().get()).isEmpty();
    }

    @Test
    void everythingHoldsEveryIntervalAndTheFloatNetwork() {
        model.show(List.of(SMALL, LARGE));
        model.floatingProperty().set(Optional.of(new Accuracy(9_990, 10_000)));
        FrontWindow whole = model.everything();
        ScoreScale scores = model.scoresProperty().get();
        assertThat(whole.low()).isLessThan(scores.position(SMALL.score().low()));
        assertThat(whole.high()).isGreaterThan(scores.position(0.999));
    }

    @Test
    void whatIsHopelessBesideFloatIsSeenOnlyWhenAskedFor() {
        // Float has 1 % of errors; 11 and 4 % are within twenty times as many, 90 % are not.
        FrontPoint hopeless = FrontExamples.uniform(2, 1_000);
        model.show(List.of(hopeless, BEATEN, LARGE));
        model.floatingProperty().set(Optional.of(new Accuracy(9_900, 10_000)));
        assertThat(isSeen(BEATEN)).isTrue();
        assertThat(isSeen(hopeless)).isFalse();
        model.step(1);
        assertThat(model.cursor().point()).contains(hopeless);
        assertThat(isSeen(hopeless)).isTrue();
        model.showWhole();
        model.zoom(100, model.whole().left(), model.whole().low());
        assertThat(isSeen(hopeless)).isTrue();
    }

    private boolean isSeen(FrontPoint point) {
        return model.window()
                .contains(
                        model.scaleProperty().get().position(point),
                        model.scoresProperty().get().position(point.score().top1()));
    }

    @Test
    void errorsLieEvenlyByTheirLogarithm() {
        assertThat(ScoreScale.ERROR_LOG.position(0.9)).isCloseTo(1, within(1e-12));
        assertThat(ScoreScale.ERROR_LOG.position(0.99)).isCloseTo(2, within(1e-12));
        assertThat(ScoreScale.ERROR_LOG.position(1)).isCloseTo(4, within(1e-12));
        assertThat(ScoreScale.ERROR_LOG.ticks(0.5, 2.1, 5))
                .extracting(FrontScale.Tick::label)
                .containsExactly("80", "90", "95", "98", "99");
    }

    @Test
    void sizesHaveRoundTicks() {
        assertThat(FrontScale.SIZE_LOG.ticks(Math.log10(9_000), Math.log10(110_000), 5))
                .extracting(FrontScale.Tick::label)
                .containsExactly("10 KB", "20 KB", "50 KB", "100 KB");
        assertThat(FrontScale.SIZE.ticks(0, 2_000_000, 4))
                .extracting(FrontScale.Tick::label)
                .containsExactly("0 B", "500 KB", "1 MB", "1.5 MB", "2 MB");
    }

    @Test
    void tipGroupsLayersByWidthAndSaysTheVerdict() {
        assertThat(FrontTexts.tip(MIDDLE, model))
                .contains("95.00 %", "10,000 samples", "Worse than float")
                .contains("4 bits: conv2/Conv, fc1/Gemm, fc2/Gemm", "8 bits: conv1/Conv");
        assertThat(FrontTexts.tip(TRIED, model)).contains("5,000 samples", "search half");
    }
}
