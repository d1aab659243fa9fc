package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Layers;
import org.bitwright.quant.LevelTable;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TableGrid;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class LevelBarsTest {
    private static final ValueAxis WIDE = new ValueAxis(new ValueWindow(-8, 8), 0, 1600);

    @Test
    void barsOfUnevenLevelsReachHalfWayToTheNeighbours() {
        // E2M1: −6 −4 −3 −2 −1.5 −1 −0.5 0 0.5 1 1.5 2 3 4 6
        LevelBars bars = LevelBars.of(new long[15], new FloatGrid(FloatType.E2M1, 1, true), WIDE, 0.1);
        assertThat(bars.edges())
                .containsExactly(
                        -7, -5, -3.5, -2.5, -1.75, -1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5, 7);
        assertThat(bars.levels()).containsExactly(-6, -4, -3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6);
    }

    @Test
    void theBarAroundZeroOfTernaryEndsAtTheThresholds() {
        LevelBars bars = LevelBars.of(new long[] {1, 2, 3}, new TernaryGrid(0.75f, 2), WIDE, 0.1);
        assertThat(bars.edges()).containsExactly(-3.25, -0.75, 0.75, 3.25);
        assertThat(bars.counts()).containsExactly(1, 2, 3);
    }

    @Test
    void crowdedLevelsShareABarAndThoseApartDoNot() {
        // ten pixels a unit: the cells of 0 and 0.1 are a pixel wide, those of 0.2 and 4 have room
        TableGrid grid = new TableGrid(LevelTable.of(0, 0.1f, 0.2f, 4), 1);
        ValueAxis axis = new ValueAxis(new ValueWindow(-10, 10), 0, 200);
        LevelBars bars = LevelBars.of(new long[] {1, 2, 3, 4}, grid, axis, 0.05);
        assertThat(bars.counts()).containsExactly(3, 3, 4);
    }

    @Test
    void onlyBarsInViewAreKept() {
        ValueAxis near = new ValueAxis(new ValueWindow(0.8, 1.2), 0, 800);
        LevelBars bars = LevelBars.of(new long[15], new FloatGrid(FloatType.E2M1, 1, true), near, 0.01);
        assertThat(bars.levels()).containsExactly(1);
    }

    @Test
    void equalCentroidsAreNotDrawnTwice() {
        TableGrid grid = new TableGrid(LevelTable.of(-1, -1, 1, 1), 1);
        LevelBars bars = LevelBars.of(new long[] {5, 0, 7, 0}, grid, WIDE, 0.1);
        assertThat(Arrays.stream(bars.counts()).sum()).isEqualTo(12);
        assertThat(bars.count(0, 1)).isFinite();
    }

    @Test
    void roundingDownPutsValuesOnTheLevelBelow() {
        // 4 bits over ±7: the step is 1
        LevelWeights shown = new LevelWeights(new float[] {-7, 0.9f, 1.9f, 7}, Rounding.of(Rounding.Direction.FLOOR));
        LevelBars bars = shown.bars().orElseThrow();
        assertThat(bars.counts()[bars.at(0)]).isEqualTo(1);
        assertThat(bars.counts()[bars.at(1)]).isEqualTo(1);
        assertThat(bars.counts()[bars.at(2)]).isZero();
    }

    @Test
    void valuesOfManyGroupsAreAllThere() {
        LayerWeights weights = Layers.grouped(0, 1, new long[] {64, 64}, Layers.gaussian(3, 4096, 0.1));
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.group(32), Calibrator.minMax());
        ShownValues all = shown(weights, config, HistogramViewModel.WHOLE_TENSOR);
        assertThat(all.grids()).hasSize(128);
        assertThat(all.granule()).isEmpty();
        assertThat(sum(all)).isEqualTo(4096);
        ShownValues channel = shown(weights, config, 5);
        assertThat(channel.grids()).hasSize(2);
        assertThat(channel.range()).as("groups have no handles").isEmpty();
        assertThat(sum(channel)).isEqualTo(64);
    }

    private static long sum(ShownValues values) {
        ValueAxis axis = new ValueAxis(new ValueWindow(-2, 2), 0, 800);
        return Arrays.stream(new HistogramPicture()
                        .levels(values, axis)
                        .orElseThrow()
                        .counts())
                .sum();
    }

    private static ShownValues shown(LayerWeights weights, TensorConfig config, int channel) {
        return ShownValues.of(
                new LayerValues(weights),
                Optional.of(new QuantizedLayerValues(
                        weights, LayerQuantizer.quantize(weights, config, CancelToken.none()))),
                channel,
                Optional.empty());
    }

    /** Weights at four bits per tensor with a rounding. */
    private record LevelWeights(float[] values, Rounding rounding) {
        Optional<LevelBars> bars() {
            TensorConfig config = TensorConfig.of(
                            NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax())
                    .withRounding(rounding);
            ShownValues shown = LevelBarsTest.shown(Layers.weights(values), config, HistogramViewModel.WHOLE_TENSOR);
            assertThat(shown.grids()).isEqualTo(List.of(shown.grid().orElseThrow()));
            return new HistogramPicture().levels(shown, WIDE);
        }
    }
}
