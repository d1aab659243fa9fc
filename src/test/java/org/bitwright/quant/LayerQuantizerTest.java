package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;

class LayerQuantizerTest {
    private static final CancelToken NEVER = CancelToken.none();

    @Test
    void anErrorIsWhatItsDefinitionsSay() {
        // Step 1: −1 → −1, 127 → 127, 0.5 → 0 (even), 1.5 → 2 (even): Σe² = 0.5.
        LayerWeights weights = Layers.weights(-1f, 127f, 0.5f, 1.5f);
        QuantizedLayer layer = LayerQuantizer.quantize(weights, config(8, Granularity.TENSOR), NEVER);
        assertThat(layer.grids()).containsExactly(new UniformGrid(1f, 0, -128, 127));
        assertThat(LayerQuantizer.values(weights, layer.layerGrids(), NEVER)).containsExactly(-1f, 127f, 0f, 2f);
        assertThat(LayerQuantizer.codes(weights, layer.layerGrids())).containsExactly(-1, 127, 0, 2);
        QuantError error = layer.error();
        assertThat(error.mse()).isEqualTo(0.125);
        assertThat(error.maxError()).isEqualTo(0.5);
        assertThat(error.clipped()).isZero();
        assertThat(error.sumSquaredValue()).isEqualTo(1 + 16129 + 0.25 + 2.25);
        assertThat(error.sqnrDb()).isCloseTo(10 * Math.log10(16132.5 / 0.5), within(1e-9));
        assertThat(error.cosine()).isCloseTo(16133 / Math.sqrt(16132.5 * 16134), within(1e-12));
    }

    @Test
    void halfOverScaleIsATieInFloat32() {
        // In float32 0.5 / (0.5 / 25.5) is 25.5, which goes to 26; in double precision it is not a tie.
        UniformGrid grid = new UniformGrid(0.5f / 25.5f, 0, -128, 127);
        assertThat(0.5f / grid.scale()).isEqualTo(25.5f);
        assertThat(LayerQuantizer.codes(Layers.weights(0.5f, -0.5f), Layers.tensorGrid(grid)))
                .containsExactly(26, -26);
    }

    @Test
    void channelsAlongAnyAxisHaveTheirOwnGrids() {
        float[] values = {127f, 1f, 2f, 254f};
        assertThat(quantize(Layers.weights(0, new long[] {2, 2}, values)).grids())
                .extracting(Grid::step)
                .containsExactly(1f, 2f);
        assertThat(quantize(Layers.weights(1, new long[] {2, 2}, values)).grids())
                .extracting(Grid::step)
                .containsExactly(1f, 2f);
        // Axis 1 of 1 × 2 × 2: channel 0 holds 127 and 1; axis 2: 127 and 2.
        assertThat(quantize(Layers.weights(2, new long[] {1, 2, 2}, 127f, 254f, 2f, 1f))
                        .grids())
                .extracting(Grid::step)
                .containsExactly(1f, 2f);
    }

    @Test
    void aTensorGridStillHasErrorsOfEachChannel() {
        LayerWeights weights = Layers.weights(0, new long[] {2, 2}, 127f, 0.25f, 1f, 0.5f);
        QuantizedLayer layer = LayerQuantizer.quantize(weights, config(8, Granularity.TENSOR), NEVER);
        assertThat(layer.errors()).containsExactly(layer.error());
        assertThat(layer.channelErrors())
                .extracting(QuantError::sumSquaredError)
                .containsExactly(0.0625, 0.25);
        assertThat(layer.error().sumSquaredError()).isEqualTo(0.3125);
    }

    @Test
    void aBitIsWorthSixDecibels() {
        LayerWeights weights = Layers.weights(Layers.uniform(1, 200_000, -1, 1));
        double before = sqnr(weights, 4);
        for (int bits = 5; bits <= 14; bits++) {
            double now = sqnr(weights, bits);
            // Steps on either side of 0: 7, 15, 31, …: hardly more than doubled at few bits.
            double steps = ((1 << (bits - 1)) - 1.0) / ((1 << (bits - 2)) - 1.0);
            assertThat(now - before).as("%d bits", bits).isCloseTo(20 * Math.log10(steps), within(0.1));
            if (bits >= 9) {
                assertThat(now - before).as("%d bits", bits).isCloseTo(6.02, within(0.1));
            }
            before = now;
        }
    }

    @Test
    void roundingNoiseIsAStepOverTheRootOfTwelve() {
        LayerWeights weights = Layers.weights(Layers.gaussian(2, 500_000, 1));
        QuantizedLayer layer = LayerQuantizer.quantize(weights, config(8, Granularity.TENSOR), NEVER);
        double share = Math.sqrt(layer.error().mse()) / layer.grids().get(0).step();
        assertThat(share).isCloseTo(1 / Math.sqrt(12), within(0.001));
    }

    @Test
    void floatHasNoErrorAndKeepsItsBits() {
        LayerWeights weights = Layers.weights(1.1f, -0f, Float.NaN);
        QuantizedLayer layer = LayerQuantizer.quantize(weights, TensorConfig.unquantized(), NEVER);
        assertThat(layer.error().sumSquaredError()).isZero();
        assertThat(layer.error().sqnrDb()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(layer.bytes()).isEqualTo(12);
        assertThat(LayerQuantizer.values(weights, layer.layerGrids(), NEVER)).containsExactly(1.1f, -0f, Float.NaN);
    }

    @Test
    void anEmptyWeightIsQuantizedToNothing() {
        QuantizedLayer layer = quantize(Layers.weights(0, new long[] {0, 3}));
        assertThat(layer.error()).isEqualTo(QuantError.NONE);
        assertThat(quantize(Layers.weights(1, new long[] {0, 3})).error().count())
                .isZero();
    }

    @Test
    void smallLayersAreExactEvenWhileAHandleMoves() {
        LayerWeights weights = Layers.weights(0, new long[] {30, 100}, Layers.gaussian(4, 3000, 1));
        TensorConfig config = config(4, Granularity.CHANNEL);
        QuantizedLayer exact = LayerQuantizer.quantize(weights, config, NEVER);
        assertThat(LayerQuantizer.estimate(weights, config, exact.grids())).isEqualTo(exact);
    }

    @Test
    void largeLayersAreEstimatedWithinAFewPercent() {
        for (int axis = 0; axis < 2; axis++) {
            LayerWeights weights = Layers.weights(axis, new long[] {1200, 1000}, Layers.gaussian(5, 1_200_000, 0.02));
            for (Granularity granularity : Layers.GRANULARITIES) {
                for (int bits : new int[] {2, 4, 8}) {
                    TensorConfig config = config(bits, granularity).withCalibrator(Calibrator.percentile(99));
                    QuantizedLayer exact = LayerQuantizer.quantize(weights, config, NEVER);
                    QuantizedLayer estimate = LayerQuantizer.estimate(weights, config, exact.grids());
                    assertThat(estimate.error().exact()).isFalse();
                    assertThat(estimate.error().sqnrDb())
                            .isCloseTo(exact.error().sqnrDb(), within(0.1));
                    for (int c = 0; c < weights.channels(); c += 50) {
                        assertThat(estimate.channelErrors().get(c).sqnrDb())
                                .isCloseTo(exact.channelErrors().get(c).sqnrDb(), within(0.5));
                    }
                }
            }
        }
    }

    @Test
    void onlyChangedGranulesAreComputedAnew() {
        LayerWeights weights = Layers.weights(0, new long[] {1200, 1000}, Layers.gaussian(6, 1_200_000, 0.02));
        TensorConfig config = config(6, Granularity.CHANNEL);
        QuantizedLayer before = LayerQuantizer.quantize(weights, config, NEVER);
        List<Grid> grids = new ArrayList<>(before.grids());
        grids.set(7, UniformGrid.of(new NumberFormat.Uniform(6, Scheme.SYMMETRIC), new Range(-0.01f, 0.01f)));
        QuantizedLayer after = LayerQuantizer.estimate(weights, config, grids, before);
        for (int c = 0; c < 1200; c++) {
            if (c != 7) {
                assertThat(after.errors().get(c)).isSameAs(before.errors().get(c));
            }
        }
        QuantizedLayer exact = LayerQuantizer.quantize(weights, config, grids, NEVER);
        assertThat(after.errors().get(7)).isEqualTo(exact.errors().get(7));
        assertThat(after.error()).isEqualTo(exact.error());
        assertThat(LayerQuantizer.estimate(weights, config, before.grids(), before)
                        .error())
                .isSameAs(before.error());
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        float[] values = Layers.gaussian(7, 1_100_000, 0.02);
        for (int axis = 0; axis < 2; axis++) {
            int along = axis;
            LayerWeights weights = Layers.weights(axis, new long[] {1100, 1000}, values);
            LayerWeights alone = Parallel.onOneThread(() -> Layers.weights(along, new long[] {1100, 1000}, values));
            TensorConfig config = config(5, Granularity.CHANNEL).withCalibrator(Calibrator.percentile(99.5));
            QuantizedLayer many = LayerQuantizer.quantize(weights, config, NEVER);
            assertThat(Parallel.onOneThread(() -> LayerQuantizer.quantize(alone, config, NEVER)))
                    .isEqualTo(many);
            assertThat(Parallel.onOneThread(() -> LayerQuantizer.estimate(alone, config, many.grids())))
                    .isEqualTo(LayerQuantizer.estimate(weights, config, many.grids()));
        }
    }

    @Test
    void cancelStopsTheWork() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        LayerWeights weights = Layers.weights(Layers.gaussian(8, 1000, 1));
        assertThatThrownBy(() -> LayerQuantizer.quantize(weights, config(8, Granularity.TENSOR), cancel))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void roomForTheValuesMustFit() {
        LayerWeights weights = Layers.weights(1f, 2f);
        assertThatThrownBy(() ->
                        LayerQuantizer.valuesInto(weights, Layers.tensorGrid(new Grid.Identity()), new float[1], NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room for 1");
    }

    private static double sqnr(LayerWeights weights, int bits) {
        return LayerQuantizer.quantize(weights, config(bits, Granularity.TENSOR), NEVER)
                .error()
                .sqnrDb();
    }

    private static QuantizedLayer quantize(LayerWeights weights) {
        return LayerQuantizer.quantize(weights, config(8, Granularity.CHANNEL), NEVER);
    }

    private static TensorConfig config(int bits, Granularity granularity) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, Calibrator.minMax());
    }

    @Test
    void errorsOfChannelsThatLieInTurnAreSummedOverAllChunks() {
        // 97 channels along the last axis: no chunk of values ends where a row does
        int rows = 700;
        int channels = 97;
        LayerWeights weights = Layers.weights(1, new long[] {rows, channels}, Layers.gaussian(5, rows * channels, 1));
        TensorConfig config = config(4, Granularity.CHANNEL).withRounding(Rounding.stochastic(3));
        QuantizedLayer layer = LayerQuantizer.quantize(weights, config, NEVER);
        float[] quantized = LayerQuantizer.values(weights, layer.layerGrids(), NEVER);
        for (int channel = 0; channel < channels; channel++) {
            double squares = 0;
            double greatest = 0;
            for (int row = 0; row < rows; row++) {
                int i = row * channels + channel;
                double e = (double) quantized[i] - weights.values()[i];
                squares += e * e;
                greatest = Math.max(greatest, Math.abs(e));
            }
            QuantError error = layer.channelErrors().get(channel);
            assertThat(error.sumSquaredError()).isCloseTo(squares, within(1e-9));
            assertThat(error.maxError()).isEqualTo(greatest);
        }
    }
}
