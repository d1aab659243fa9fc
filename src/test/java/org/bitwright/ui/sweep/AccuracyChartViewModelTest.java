package org.bitwright.ui.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepSeries;
import org.junit.jupiter.api.Test;

class AccuracyChartViewModelTest {
    private final AccuracyChartViewModel model = new AccuracyChartViewModel();

    @Test
    void refinedPointReplacesTheEarlierOne() {
        model.addPoint(point(4, SweepExamples.TENSOR, 100));
        model.addPoint(point(4, SweepExamples.TENSOR, 1000));
        assertThat(model.points()).containsExactly(point(4, SweepExamples.TENSOR, 1000));
    }

    @Test
    void pointsAreKeptBySeriesAndBits() {
        model.addPoint(point(8, SweepExamples.TENSOR, 10));
        model.addPoint(point(2, SweepExamples.CHANNEL, 10));
        model.addPoint(point(4, SweepExamples.TENSOR, 10));
        assertThat(model.points())
                .containsExactly(
                        point(4, SweepExamples.TENSOR, 10),
                        point(8, SweepExamples.TENSOR, 10),
                        point(2, SweepExamples.CHANNEL, 10));
    }

    @Test
    void arrowsGoAlongALineAndBetweenLines() {
        for (int bits : new int[] {2, 4, 8}) {
            model.addPoint(point(bits, SweepExamples.TENSOR, 10));
        }
        model.addPoint(point(3, SweepExamples.CHANNEL, 10));
        model.addPoint(point(7, SweepExamples.CHANNEL, 10));
        model.step(1);
        model.step(1);
        assertThat(model.cursor().point()).contains(point(4, SweepExamples.TENSOR, 10));
        model.step(1);
        model.stepSeries(1);
        assertThat(model.cursor().point()).contains(point(7, SweepExamples.CHANNEL, 10));
        model.step(1);
        assertThat(model.cursor().point()).contains(point(7, SweepExamples.CHANNEL, 10));
        model.stepSeries(-1);
        assertThat(model.cursor().point()).contains(point(8, SweepExamples.TENSOR, 10));
    }

    @Test
    void pointThatIsLookedAtFollowsItsRefinement() {
        model.addPoint(point(4, SweepExamples.TENSOR, 100));
        model.step(1);
        model.addPoint(point(4, SweepExamples.TENSOR, 1000));
        assertThat(model.cursor().point()).contains(point(4, SweepExamples.TENSOR, 1000));
    }

    @Test
    void chosenPointIsToldAndWholeSweepReplacesTheOneBefore() {
        List<SweepPoint> chosen = new ArrayList<>();
        model.cursor().setOnChosen(chosen::add);
        model.addPoint(point(4, SweepExamples.TENSOR, 100));
        model.cursor().choose(model.points().get(0));
        assertThat(chosen).containsExactly(point(4, SweepExamples.TENSOR, 100));
        model.show(SweepExamples.sweep(16, 16));
        assertThat(model.points()).hasSize(48);
        assertThat(model.series()).isEqualTo(SweepExamples.SERIES);
        assertThat(model.cursor().point()).isEmpty();
    }

    private static SweepPoint point(int bits, SweepSeries series, long samples) {
        return new SweepPoint(bits, series, new Accuracy(samples / 2, samples), 1000, 1, true);
    }
}
