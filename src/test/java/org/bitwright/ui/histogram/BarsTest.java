package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.Layers;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.UniformGrid;
import org.bitwright.ui.common.CountAxis;
import org.junit.jupiter.api.Test;

class BarsTest {

    @Test
    void binningForThePictureLosesNoValue() {
        MomentHistogram histogram =
                Layers.weights(Layers.gaussian(1, 100_003, 0.1)).histogram();
        for (int width : new int[] {1, 200, 777, 1200, 4000}) {
            DisplayBins bins = DisplayBins.of(histogram, whole(histogram, width));
            assertThat(Arrays.stream(bins.counts()).sum()).isEqualTo(100_003);
            assertThat(Integer.bitCount(bins.perBar())).isEqualTo(1);
        }
    }

    @Test
    void barsInViewCountTheValuesBetweenTheirEdges() {
        float[] values = Layers.uniform(2, 50_000, -1, 1);
        MomentHistogram histogram = Layers.weights(values).histogram();
        DisplayBins bins = DisplayBins.of(histogram, new ValueAxis(new ValueWindow(0.1, 0.3), 0, 400));
        assertThat(bins.lowerEdge(0)).isLessThanOrEqualTo(0.1);
        assertThat(bins.upperEdge(bins.bars() - 1)).isGreaterThanOrEqualTo(0.3);
        long between = 0;
        for (float value : values) {
            between += value >= bins.lowerEdge(0) && value < bins.upperEdge(bins.bars() - 1) ? 1 : 0;
        }
        assertThat(Arrays.stream(bins.counts()).sum()).isCloseTo(between, within(2L));
    }

    @Test
    void barsAreAtLeastTwoPixelsWideAndFewForFewValues() {
        MomentHistogram many =
                Layers.weights(Layers.uniform(3, 1_000_000, -1, 1)).histogram();
        ValueAxis axis = whole(many, 600);
        assertThat(DisplayBins.of(many, axis).width() * axis.pixelsPerUnit()).isGreaterThanOrEqualTo(2 - 1e-9);
        MomentHistogram few = Layers.weights(Layers.uniform(4, 100, -1, 1)).histogram();
        assertThat(DisplayBins.of(few, whole(few, 600)).bars()).isBetween(8, 16);
    }

    @Test
    void equalValuesAreOneBarWithoutWidth() {
        MomentHistogram histogram = Layers.weights(0.5f, 0.5f, 0.5f).histogram();
        DisplayBins bins = DisplayBins.of(histogram, new ValueAxis(new ValueWindow(0, 1), 0, 100));
        assertThat(bins.counts()).containsExactly(3);
        assertThat(bins.width()).isZero();
    }

    @Test
    void barUnderThePointerIsFound() {
        MomentHistogram histogram =
                Layers.weights(Layers.uniform(5, 10_000, 0, 1)).histogram();
        DisplayBins bins = DisplayBins.of(histogram, whole(histogram, 500));
        int bar = bins.at(0.5);
        assertThat(bins.lowerEdge(bar)).isLessThanOrEqualTo(0.5);
        assertThat(bins.upperEdge(bar)).isGreaterThan(0.5);
        assertThat(bins.at(-0.2)).isEqualTo(-1);
        assertThat(bins.at(1.2)).isEqualTo(-1);
    }

    @Test
    void levelsThatAreFarApartHaveABarEach() {
        long[] counts = {1, 2, 3, 4};
        LevelBars bars = LevelBars.of(
                counts, new UniformGrid(0.5f, 0, -2, 1), new ValueAxis(new ValueWindow(-2, 2), 0, 400), 0.1);
        assertThat(bars.counts()).containsExactly(1, 2, 3, 4);
        assertThat(bars.lowerEdge(0)).isEqualTo(-1.25);
        assertThat(bars.upperEdge(3)).isEqualTo(0.75);
    }

    @Test
    void levelsTooCloseToTellApartShareABar() {
        long[] counts = new long[16];
        Arrays.fill(counts, 10);
        // one pixel a level: three levels are the least that can be seen
        LevelBars bars =
                LevelBars.of(counts, new UniformGrid(1, 0, -8, 7), new ValueAxis(new ValueWindow(-10, 10), 0, 20), 0.1);
        assertThat(bars.counts()).containsExactly(30, 30, 30, 30, 30, 10);
    }

    @Test
    void levelsMuchCloserThanTheBarsShareABarAsWide() {
        long[] counts = new long[16];
        Arrays.fill(counts, 1);
        ValueAxis axis = new ValueAxis(new ValueWindow(-10, 10), 0, 2000);
        UniformGrid grid = new UniformGrid(1, 0, -8, 7);
        assertThat(LevelBars.of(counts, grid, axis, 4).counts()).containsExactly(4, 4, 4, 4);
        assertThat(LevelBars.of(counts, grid, axis, 1.9).counts()).hasSize(16);
    }

    @Test
    void barsOfDifferentWidthAreHeldAgainstEachOtherByDensity() {
        LevelBars bars = LevelBars.of(
                new long[] {100, 100}, new BinaryGrid(0.25f), new ValueAxis(new ValueWindow(-1, 1), 0, 400), 0.1);
        assertThat(bars.count(0, 0.1)).isCloseTo(20, within(1e-9));
    }

    @Test
    void quantizedValuesOfAGridAreAllThere() {
        MomentHistogram histogram =
                Layers.weights(Layers.gaussian(6, 20_000, 0.1)).histogram();
        Optional<LevelBars> bars =
                LevelBars.of(histogram, new UniformGrid(0.02f, 0, -8, 7), whole(histogram, 800), 0.001);
        assertThat(Arrays.stream(bars.orElseThrow().counts()).sum()).isEqualTo(20_000);
    }

    @Test
    void logarithmicAxisShowsASingleValue() {
        CountAxis axis = new CountAxis(1000, true, 10, 200);
        assertThat(axis.y(0)).isEqualTo(210);
        assertThat(axis.y(1)).isBetween(150.0, 195.0);
        assertThat(axis.y(1000)).isCloseTo(10, within(1e-9));
        assertThat(axis.ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
    }

    @Test
    void linearAxisHasWholeCounts() {
        assertThat(new CountAxis(3, false, 0, 400).ticks()).containsExactly(0.0, 1.0, 2.0, 3.0);
        assertThat(CountAxis.label(12_500)).isEqualTo("12.5k");
        assertThat(CountAxis.label(3_000_000)).isEqualTo("3M");
        assertThat(CountAxis.label(250)).isEqualTo("250");
    }

    private static ValueAxis whole(MomentHistogram histogram, double width) {
        return new ValueAxis(new ValueWindow(histogram.min(), histogram.max()), 0, width);
    }
}
