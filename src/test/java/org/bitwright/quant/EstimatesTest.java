package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Estimates of a large layer, which are shown while a handle moves, beside the exact errors that replace them. */
class EstimatesTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int CHANNELS = 4;
    private static final int WIDTH = 300_000;

    private static final LayerWeights WEIGHTS = weights();

    private static LayerWeights weights() {
        float[] values = Layers.gaussian(8, CHANNELS * WIDTH, 0.05);
        for (int i = 0; i < WIDTH; i++) {
            values[i] *= 3;
            values[i + WIDTH] = Math.abs(values[i + WIDTH]);
        }
        values[2 * WIDTH] = 0.4f;
        return Layers.weights(0, new long[] {CHANNELS, WIDTH}, values);
    }

    static List<TensorConfig> configurations() {
        List<TensorConfig> all = new ArrayList<>();
        for (FormatFamily family : FormatFamily.values()) {
            for (Scheme scheme : family == FormatFamily.INT ? Scheme.values() : new Scheme[] {Scheme.SYMMETRIC}) {
                for (int bits : family == FormatFamily.INT ? new int[] {2, 4, 8, 12} : new int[] {family.minBits()}) {
                    NumberFormat format =
                            family == FormatFamily.CODEBOOK ? new NumberFormat.Codebook(4) : family.at(bits, scheme);
                    for (Granularity granularity : Layers.GRANULARITIES) {
                        add(all, format, granularity);
                    }
                }
            }
        }
        return all;
    }

    private static void add(List<TensorConfig> all, NumberFormat format, Granularity granularity) {
        if (!format.isQuantized() || FormatRules.obstacle(format, granularity).isPresent()) {
            return;
        }
        all.add(TensorConfig.of(format, granularity, Calibrator.minMax()));
        if (format instanceof NumberFormat.Ranged) {
            all.add(TensorConfig.of(format, granularity, Calibrator.percentile(99)));
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void estimatesAreNearTheExactErrors(TensorConfig config) {
        QuantizedLayer exact = LayerQuantizer.quantize(WEIGHTS, config, NEVER);
        QuantizedLayer estimate = LayerQuantizer.estimate(WEIGHTS, config, exact.grids());

        assertThat(WEIGHTS.isEstimated()).isTrue();
        assertThat(estimate.error().exact()).isFalse();
        assertNear(estimate.error(), exact.error(), 0.02);
        assertThat(estimate.channelErrors()).hasSize(CHANNELS);
        for (int channel = 0; channel < CHANNELS; channel++) {
            assertNear(
                    estimate.channelErrors().get(channel), exact.channelErrors().get(channel), 0.04);
        }
    }

    @Test
    void theAngleOfOneChannelIsKnownHoweverFarItIsClipped() {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(2, Scheme.NARROW), Granularity.CHANNEL, Calibrator.minMax());
        QuantizedLayer before = LayerQuantizer.quantize(WEIGHTS, config, NEVER);
        for (float step = 1e-3f; step > 1e-9f; step /= 10) {
            List<Grid> grids = new ArrayList<>(before.grids());
            grids.set(1, new UniformGrid(step, 0, -1, 1));
            QuantError error = LayerQuantizer.estimate(WEIGHTS, config, grids, before)
                    .channelErrors()
                    .get(1);
            double product = 0;
            double square = 0;
            double quantized = 0;
            for (int i = WIDTH; i < 2 * WIDTH; i++) {
                double x = WEIGHTS.values()[i];
                double q = grids.get(1).quantize(WEIGHTS.values()[i]);
                product += x * q;
                square += x * x;
                quantized += q * q;
            }
            assertThat(error.exact()).isTrue();
            assertThat(error.cosine())
                    .as("step %s", step)
                    .isCloseTo(product / Math.sqrt(square * quantized), within(1e-4));
        }
    }

    private static void assertNear(QuantError estimate, QuantError exact, double share) {
        assertThat(estimate.count()).isEqualTo(exact.count());
        assertRatio("Σx²", estimate.sumSquaredValue(), exact.sumSquaredValue(), 1e-4);
        assertRatio("Σe²", estimate.sumSquaredError(), exact.sumSquaredError(), share);
        assertRatio("Σx̂²", estimate.sumSquaredQuantized(), exact.sumSquaredQuantized(), share);
        assertRatio("Σx·x̂", estimate.sumProduct(), exact.sumProduct(), share);
        assertRatio("max", estimate.maxError(), exact.maxError(), 0.25);
        assertThat(estimate.clippedShare()).isBetween(exact.clippedShare() - 0.002, exact.clippedShare() + 0.002);
        assertThat(estimate.clipErrorShare()).isBetween(exact.clipErrorShare() - share, exact.clipErrorShare() + share);
    }

    private static void assertRatio(String what, double estimate, double exact, double share) {
        assertThat(estimate).as("%s, exactly %s", what, exact).isBetween(exact * (1 - share), exact * (1 + share));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void levelsHaveNearlyTheCountsOfTheirCodes(TensorConfig config) {
        if (!config.granularity().isTensor()) {
            return;
        }
        LayerGrids grids = LayerQuantizer.grids(WEIGHTS, config, NEVER);
        Grid grid = grids.get(0);
        long[] exact = new long[grid.levels()];
        for (float x : LayerQuantizer.values(WEIGHTS, grids, NEVER)) {
            exact[index(grid, x)]++;
        }
        long[] estimated = WEIGHTS.histogram().levelCounts(grid);
        assertThat(estimated).hasSize(exact.length);
        long apart = 0;
        for (int level = 0; level < exact.length; level++) {
            apart += Math.abs(estimated[level] - exact[level]);
        }
        // A value in the wrong level is missed in one and too many in another. Where a bin spans many levels each has
        // few
        // values, which scatter by their root: as near as the counts are smooth.
        double values = WEIGHTS.values().length;
        double noise = Math.sqrt(Math.min(exact.length, values) / values);
        assertThat(apart / 2 / values).isLessThan(0.002 + noise);
    }

    private static int index(Grid grid, float level) {
        int low = 0;
        int high = grid.levels() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (grid.level(middle) < level) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
