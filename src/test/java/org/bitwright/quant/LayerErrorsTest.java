package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;

class LayerErrorsTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int ALL = LayerErrors.ALL_CHANNELS;

    /** Step 1 over −8 … 7: 0.25 → 0, −1.25 → −1, 2.5 → 2 (even), 7.5 → 8 → 7, 10 → 7, −8.5 → −8. */
    private static LayerErrors clipping() {
        LayerWeights weights = Layers.weights(0, new long[] {2, 3}, 0.25f, -1.25f, 2.5f, 7.5f, 10f, -8.5f);
        return errors(weights, new UniformGrid(1, 0, -8, 7));
    }

    private static LayerErrors errors(LayerWeights weights, Grid grid) {
        TensorConfig config = config(4, Granularity.TENSOR);
        return LayerErrors.of(weights, LayerQuantizer.quantize(weights, config, List.of(grid), NEVER), NEVER);
    }

    private static LayerErrors errors(LayerWeights weights, TensorConfig config) {
        return LayerErrors.of(weights, LayerQuantizer.quantize(weights, config, NEVER), NEVER);
    }

    private static TensorConfig config(int bits, Granularity granularity) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, Calibrator.minMax());
    }

    @Test
    void everyErrorIsCountedInItsBin() {
        // e = −0.25, 0.25, −0.5, −0.5, −3, 0.5: six bins of width 1 over ±3.
        ErrorHistogram histogram = clipping().histogram(ALL, ErrorUnit.VALUE, 1, 6, NEVER);
        assertThat(histogram.greatest()).isEqualTo(3);
        assertThat(histogram.limit()).isEqualTo(3);
        assertThat(histogram.counts()).containsExactly(1, 0, 3, 2, 0, 0);
        // 7.5 and 10 lie beyond 7, −8.5 beyond −8.
        assertThat(histogram.clipped()).containsExactly(1, 0, 1, 1, 0, 0);
        assertThat(histogram.edge(0)).isEqualTo(-3);
        assertThat(histogram.edge(6)).isEqualTo(3);
        assertThat(histogram.total()).isEqualTo(6);
    }

    @Test
    void aPartAroundZeroKeepsCountOfTheRest() {
        ErrorHistogram histogram = clipping().histogram(ALL, ErrorUnit.VALUE, 1 / 12.0, 3, NEVER);
        assertThat(histogram.limit()).isEqualTo(0.25);
        // Bins end at −1/12 and 1/12; −0.25 and 0.25 lie on the ends of the outer two.
        assertThat(histogram.counts()).containsExactly(1, 0, 1);
        assertThat(histogram.below()).isEqualTo(3);
        assertThat(histogram.above()).isEqualTo(1);
    }

    @Test
    void aChannelIsCountedAlone() {
        ErrorHistogram histogram = clipping().histogram(0, ErrorUnit.VALUE, 1, 2, NEVER);
        assertThat(histogram.limit()).isEqualTo(0.5);
        assertThat(histogram.counts()).containsExactly(2, 1);
    }

    @Test
    void aChannelThatIsNotTheFirstAxisIsFoundToo() {
        // 2 × 2 × 1, channels along axis 1: channel 1 holds 0.5 and 1.25.
        LayerWeights weights = Layers.weights(1, new long[] {2, 2, 1}, 3f, 0.5f, 4f, 1.25f);
        ErrorScatter scatter = errors(weights, new UniformGrid(1, 0, -8, 7)).scatter(1, ErrorUnit.VALUE, 10, NEVER);
        assertThat(scatter.x()).containsExactly(0.5f, 1.25f);
        assertThat(scatter.quantized()).containsExactly(0f, 1f);
        assertThat(scatter.error()).containsExactly(-0.5, -0.25);
        assertThat(clipping().scatter(ALL, ErrorUnit.VALUE, 10, NEVER).clipped())
                .containsExactly(false, false, false, true, true, true);
    }

    @Test
    void channelsAreSortedByTheirShareOfTheSquaredError() {
        // Channel 0: 1/16 + 1/16 + 1/4 = 0.375, all rounding; channel 1: 0.25 + 9 + 0.25 = 9.5, all clipping.
        List<ErrorShare> shares = clipping().shares();
        assertThat(shares).extracting(ErrorShare::channel).containsExactly(1, 0);
        assertThat(shares.get(0).share()).isCloseTo(9.5 / 9.875, within(1e-12));
        assertThat(shares.get(0).clip()).isCloseTo(9.5 / 9.875, within(1e-12));
        assertThat(shares.get(0).round()).isCloseTo(0, within(1e-12));
        assertThat(shares.get(1).share()).isCloseTo(0.375 / 9.875, within(1e-12));
        assertThat(shares.get(1).clip()).isZero();
    }

    @Test
    void channelsWithEqualSharesKeepTheirOrder() {
        LayerWeights weights = Layers.weights(0, new long[] {3, 1}, 0.25f, 1.25f, -0.25f);
        assertThat(errors(weights, new UniformGrid(1, 0, -8, 7)).shares())
                .extracting(ErrorShare::channel)
                .containsExactly(0, 1, 2);
    }

    @Test
    void withoutAnyErrorNoChannelHasAShare() {
        LayerWeights weights = Layers.weights(0, new long[] {2, 1}, 1f, 2f);
        LayerErrors errors = errors(weights, new UniformGrid(1, 0, -8, 7));
        assertThat(errors.shares()).extracting(ErrorShare::share).containsExactly(0.0, 0.0);
        ErrorHistogram histogram = errors.histogram(ALL, ErrorUnit.VALUE, 1, 3, NEVER);
        assertThat(histogram.greatest()).isZero();
        assertThat(histogram.counts()).containsExactly(0, 2, 0);
    }

    @Test
    void rmseInStepsIsThatOfEachValuesOwnGrid() {
        // Steps 1 and 2; e = 0.25, 0 and 0.5, 0: both channels have RMSE/step = 0.25/√2.
        LayerWeights weights = Layers.weights(0, new long[] {2, 2}, 127f, 0.25f, 254f, 0.5f);
        LayerErrors errors = errors(weights, config(8, Granularity.CHANNEL));
        assertThat(errors.rmseSteps(0).orElseThrow()).isCloseTo(0.25 / Math.sqrt(2), within(1e-12));
        assertThat(errors.rmseSteps(1).orElseThrow()).isCloseTo(0.25 / Math.sqrt(2), within(1e-12));
        assertThat(errors.rmseSteps(ALL).orElseThrow()).isCloseTo(0.25 / Math.sqrt(2), within(1e-12));
        assertThat(errors.step(1)).hasValue(2);
        assertThat(errors.step(ALL)).isEmpty();
        ErrorHistogram histogram = errors.histogram(ALL, ErrorUnit.STEP, 1, 5, NEVER);
        assertThat(histogram.limit()).isEqualTo(0.25);
        assertThat(histogram.counts()).containsExactly(2, 0, 2, 0, 0);
    }

    @Test
    void stepsWeighByTheirSquares() {
        // Steps 1 and 2, an error in the second channel only: Σe² = 0.25 over 2·1 + 2·4.
        LayerWeights weights = Layers.weights(0, new long[] {2, 2}, 127f, 1f, 254f, 0.5f);
        LayerErrors errors = errors(weights, config(8, Granularity.CHANNEL));
        assertThat(errors.rmseSteps(0)).hasValue(0);
        assertThat(errors.rmseSteps(ALL).orElseThrow()).isCloseTo(Math.sqrt(0.025), within(1e-12));
    }

    @Test
    void groupsHaveTheirOwnSteps() {
        // Groups of 2 along the rows: 127 0.25 | 254 0.5, steps 1 and 2; e = 0, −0.25 | 0, −0.5.
        LayerWeights weights = Layers.grouped(0, 1, new long[] {1, 4}, 127f, 0.25f, 254f, 0.5f);
        LayerErrors errors = errors(weights, config(8, Granularity.group(2)));
        assertThat(errors.rmseSteps(ALL).orElseThrow()).isCloseTo(0.25 / Math.sqrt(2), within(1e-12));
        assertThat(errors.step(0)).isEmpty();
        assertThat(errors.scatter(ALL, ErrorUnit.STEP, 10, NEVER).error()).containsExactly(0, -0.25, 0, -0.25);
    }

    @Test
    void evenlySpreadValuesReachTheFloor() {
        LayerWeights weights = Layers.weights(Layers.uniform(3, 200_000, -1, 1));
        assertThat(errors(weights, config(6, Granularity.TENSOR)).rmseSteps(ALL).orElseThrow())
                .isCloseTo(LayerErrors.UNIFORM_FLOOR, within(0.002));
        assertThat(LayerErrors.UNIFORM_FLOOR).isCloseTo(0.288675, within(1e-6));
    }

    @Test
    void formatsWithoutAStepHaveNone() {
        LayerWeights weights = Layers.weights(1f, -2f, 0.3f);
        LayerErrors errors = errors(
                weights,
                TensorConfig.of(new NumberFormat.Minifloat(FloatType.E4M3FN), Granularity.TENSOR, Calibrator.minMax()));
        assertThat(errors.hasSteps()).isFalse();
        assertThat(errors.rmseSteps(ALL)).isEmpty();
        assertThat(errors.step(ALL)).isEmpty();
        assertThat(errors.shares().get(0).rmseSteps()).isEmpty();
        assertThatThrownBy(() -> errors.histogram(ALL, ErrorUnit.STEP, 1, 3, NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uniform grids");
    }

    @Test
    void valuesThatAreNotFiniteAreLeftOut() {
        LayerWeights weights = Layers.weights(Float.NaN, 0.25f, Float.POSITIVE_INFINITY, -0.25f);
        LayerErrors errors = errors(weights, new UniformGrid(1, 0, -8, 7));
        assertThat(errors.histogram(ALL, ErrorUnit.VALUE, 1, 2, NEVER).counts()).containsExactly(1, 1);
        assertThat(errors.scatter(ALL, ErrorUnit.VALUE, 10, NEVER).x()).containsExactly(0.25f, -0.25f);
        assertThat(errors.scatter(ALL, ErrorUnit.VALUE, 10, NEVER).isWhole()).isTrue();
    }

    @Test
    void overflowToInfinityIsCountedByItself() {
        // FP16 ends at 65504 and rounds from 65520 up to infinity; 2049 lies between 2048 and 2050 and goes to the even
        // one.
        LayerWeights weights = Layers.weights(0, new long[] {2, 2}, 70_000f, 2049f, 1f, 2051f);
        LayerErrors errors = errors(
                weights,
                TensorConfig.of(
                        new NumberFormat.HalfFloat(FloatType.FLOAT16, false), Granularity.TENSOR, Calibrator.minMax()));
        ErrorHistogram histogram = errors.histogram(ALL, ErrorUnit.VALUE, 1, 3, NEVER);
        assertThat(histogram.overflowed()).isEqualTo(1);
        assertThat(histogram.greatest()).isEqualTo(1);
        assertThat(histogram.counts()).containsExactly(1, 1, 1);
        assertThat(errors.shares().get(0).channel()).isZero();
        assertThat(errors.shares().get(0).share()).isEqualTo(1);
        assertThat(errors.shares().get(0).clip()).isEqualTo(1);
        assertThat(errors.shares().get(1).share()).isZero();
        int[] cells = errors.errorDensity(ALL, ErrorUnit.VALUE, 3, 3, NEVER).counts();
        assertThat(IntStream.of(cells).sum()).isEqualTo(3);
    }

    @Test
    void assignedCodesAndOtherRoundingsAreWhatIsShown() {
        LayerWeights weights = Layers.weights(7f, 0.25f);
        TensorConfig up = config(4, Granularity.TENSOR).withRounding(Rounding.of(Rounding.Direction.CEIL));
        assertThat(errors(weights, up).scatter(ALL, ErrorUnit.VALUE, 10, NEVER).quantized())
                .containsExactly(7f, 1f);
        TensorConfig assigned = config(4, Granularity.TENSOR)
                .withRounding(new Rounding.Assigned(AssignedCodes.of("test", new int[] {6, -1})));
        assertThat(errors(weights, assigned)
                        .scatter(ALL, ErrorUnit.VALUE, 10, NEVER)
                        .error())
                .containsExactly(-1, -1.25);
    }

    @Test
    void aSampleIsBoundedHoldsTheExtremesAndIsAlwaysTheSame() {
        float[] values = Layers.gaussian(5, 100_000, 1);
        values[31_415] = 50;
        values[27_182] = -60;
        LayerErrors errors = errors(Layers.weights(values), new UniformGrid(0.5f, 0, -8, 7));
        ErrorScatter scatter = errors.scatter(ALL, ErrorUnit.VALUE, 1000, NEVER);
        assertThat(scatter.points()).isBetween(900, 1004);
        assertThat(scatter.of()).isEqualTo(100_000);
        assertThat(scatter.isWhole()).isFalse();
        assertThat(scatter.x()).contains(50f, -60f);
        assertThat(scatter.error()).contains(-46.5, 56);
        // A third of a normal distribution lies beyond one deviation.
        long beyond = 0;
        for (float x : scatter.x()) {
            beyond += Math.abs(x) > 1 ? 1 : 0;
        }
        assertThat(beyond / (double) scatter.points()).isCloseTo(0.317, within(0.05));
        assertThat(errors.scatter(ALL, ErrorUnit.VALUE, 1000, NEVER).x()).isEqualTo(scatter.x());
    }

    @Test
    void densitiesCountEveryValueInItsCell() {
        // x from −8.5 to 10, e from −3 to 3 (see above), halved each way.
        ErrorDensity density = clipping().errorDensity(ALL, ErrorUnit.VALUE, 2, 2, NEVER);
        assertThat(density.xMin()).isEqualTo(-8.5);
        assertThat(density.xMax()).isEqualTo(10);
        assertThat(density.yMax()).isEqualTo(3);
        // Below: e < 0 at 0.25 on the left, and at 2.5, 7.5, 10 on the right; above: −1.25 and −8.5 on the left.
        assertThat(density.count(0, 0)).isEqualTo(1);
        assertThat(density.count(1, 0)).isEqualTo(3);
        assertThat(density.count(0, 1)).isEqualTo(2);
        assertThat(density.count(1, 1)).isZero();
        ErrorDensity values = clipping().valueDensity(ALL, 2, 2, NEVER);
        assertThat(values.yMin()).isEqualTo(-8);
        assertThat(values.yMax()).isEqualTo(7);
        // x̂ = 0, −1, −8 on the left, of which 0 lies above the middle −0.5; 2, 7, 7 on the right.
        assertThat(values.counts()).containsExactly(2, 0, 1, 3);
    }

    @Test
    void oneThreadGivesTheSameAsAll() {
        LayerWeights weights = Layers.grouped(0, 1, new long[] {64, 4096}, Layers.gaussian(7, 64 * 4096, 0.1));
        TensorConfig config = config(4, Granularity.group(32));
        LayerErrors many = errors(weights, config);
        LayerErrors one = Parallel.onOneThread(() -> errors(weights, config));
        assertThat(one.shares()).isEqualTo(many.shares());
        assertThat(one.rmseSteps(ALL)).isEqualTo(many.rmseSteps(ALL));
        ErrorHistogram apart = Parallel.onOneThread(() -> one.histogram(ALL, ErrorUnit.STEP, 1, 101, NEVER));
        ErrorHistogram together = many.histogram(ALL, ErrorUnit.STEP, 1, 101, NEVER);
        assertThat(apart.counts()).isEqualTo(together.counts());
        assertThat(apart.limit()).isEqualTo(together.limit());
        assertThat(Parallel.onOneThread(() -> one.errorDensity(3, ErrorUnit.VALUE, 20, 20, NEVER))
                        .counts())
                .isEqualTo(many.errorDensity(3, ErrorUnit.VALUE, 20, 20, NEVER).counts());
    }

    @Test
    void aCancelledViewStops() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();
        LayerErrors errors = clipping();
        assertThatThrownBy(() -> errors.histogram(ALL, ErrorUnit.VALUE, 1, 3, cancelled))
                .isInstanceOf(CancellationException.class);
    }
}
