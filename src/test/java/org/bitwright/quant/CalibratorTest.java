package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratorTest {
    private static final CancelToken NEVER = CancelToken.none();

    @Test
    void minmaxSymmetricDividesByTheHighestCode() {
        assertThat(grid(8, Scheme.SYMMETRIC, Calibrator.minMax(), -3f, 127f))
                .isEqualTo(new UniformGrid(1f, 0, -128, 127));
        assertThat(grid(8, Scheme.NARROW, Calibrator.minMax(), -254f, 127f))
                .isEqualTo(new UniformGrid(2f, 0, -127, 127));
        assertThat(grid(2, Scheme.SYMMETRIC, Calibrator.minMax(), -3f, 1f)).isEqualTo(new UniformGrid(3f, 0, -2, 1));
        assertThat(grid(2, Scheme.NARROW, Calibrator.minMax(), -3f, 1f)).isEqualTo(new UniformGrid(3f, 0, -1, 1));
    }

    @Test
    void minmaxAsymmetricSpreadsTheCodesOverTheRange() {
        // 0 − (−1) / (3/255) = 85.
        assertThat(grid(8, Scheme.ASYMMETRIC, Calibrator.minMax(), -1f, 2f))
                .isEqualTo(new UniformGrid(3f / 255, 85, 0, 255));
    }

    @Test
    void minmaxRangeContainsZero() {
        assertThat(grid(8, Scheme.ASYMMETRIC, Calibrator.minMax(), 2f, 5.1f))
                .isEqualTo(new UniformGrid(5.1f / 255, 0, 0, 255));
        assertThat(grid(8, Scheme.ASYMMETRIC, Calibrator.minMax(), -5.1f, -2f))
                .isEqualTo(new UniformGrid(5.1f / 255, 255, 0, 255));
    }

    @Test
    void granulesWithoutARangeGetScaleOne() {
        for (Calibrator calibrator : List.of(Calibrator.minMax(), Calibrator.percentile(99), Calibrator.mse())) {
            for (float value : new float[] {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY}) {
                assertThat(grid(8, Scheme.SYMMETRIC, calibrator, value, value))
                        .isEqualTo(new UniformGrid(1f, 0, -128, 127));
                assertThat(grid(4, Scheme.ASYMMETRIC, calibrator, value, value))
                        .isEqualTo(new UniformGrid(1f, 0, 0, 15));
            }
        }
    }

    @Test
    void valuesThatAreNotFiniteAreLeftOutOfTheRange() {
        assertThat(grid(8, Scheme.SYMMETRIC, Calibrator.minMax(), Float.NaN, -127f, Float.POSITIVE_INFINITY, 1f))
                .isEqualTo(new UniformGrid(1f, 0, -128, 127));
    }

    @Test
    void scaleNeverUnderflowsAndNeverOverflows() {
        assertThat(grid(8, Scheme.SYMMETRIC, Calibrator.minMax(), Float.MIN_VALUE, 0f)
                        .scale())
                .isEqualTo(Float.MIN_NORMAL);
        assertThat(grid(16, Scheme.ASYMMETRIC, Calibrator.minMax(), 1e-40f, 0f).scale())
                .isEqualTo(Float.MIN_NORMAL);
        UniformGrid huge = grid(8, Scheme.ASYMMETRIC, Calibrator.minMax(), -Float.MAX_VALUE, Float.MAX_VALUE);
        assertThat(huge.scale()).isCloseTo((float) (2.0 * Float.MAX_VALUE / 255), withinPercentage(1));
        assertThat(huge.zeroPoint()).isBetween(127, 128);
        assertThat(huge.quantize(-Float.MAX_VALUE)).isBetween(-Float.MAX_VALUE, -3.3e38f);
        assertThat(huge.quantize(Float.MAX_VALUE)).isBetween(3.3e38f, Float.MAX_VALUE);
    }

    @Test
    void percentilesInterpolateBetweenOrderStatistics() {
        // numpy.percentile([1 … 100], 90) = 90.1: place 0.9 · 99 = 89.1 counted from 0.
        float[] values = hundred();
        assertThat(OrderStatistics.percentiles(values, false, NEVER, 90, 0, 100, 50))
                .containsExactly(90.1f, 1f, 100f, 50.5f);
    }

    @Test
    void percentileSymmetricLooksAtMagnitudes() {
        float[] values = hundred();
        for (int i = 0; i < 100; i += 2) {
            values[i] = -values[i];
        }
        assertThat(grid(8, Scheme.SYMMETRIC, Calibrator.percentile(90), values).scale())
                .isEqualTo(90.1f / 127);
    }

    @Test
    void percentileAsymmetricCutsBothTails() {
        // 80 %: from the 10th percentile, 10.9, which widens to 0, to the 90th, 90.1.
        assertThat(grid(8, Scheme.ASYMMETRIC, Calibrator.percentile(80), hundred()))
                .isEqualTo(new UniformGrid(90.1f / 255, 0, 0, 255));
    }

    @Test
    void percentileOfManyValuesIsAsExactAsThatOfFew() {
        float[] values = Layers.gaussian(3, 100_001, 1);
        values[5] = Float.NaN;
        values[6] = -0f;
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        // NaN sorts last: 100,000 numbers are left, whose percentile P lies at place P · 999.99.
        for (double percent : new double[] {0, 0.005, 33.3, 50, 99.99, 100}) {
            double place = percent / 100 * 99_999;
            int below = (int) place;
            float expected = (float)
                    (sorted[below] + (place - below) * ((double) sorted[Math.min(below + 1, 99_999)] - sorted[below]));
            assertThat(OrderStatistics.percentiles(values, false, NEVER, percent)[0])
                    .isEqualTo(expected);
        }
        assertThat(Parallel.onOneThread(() -> OrderStatistics.percentiles(values, true, NEVER, 99.9)))
                .isEqualTo(OrderStatistics.percentiles(values, true, NEVER, 99.9));
    }

    @Test
    void fullPercentileIsMinmax() {
        float[] values = Layers.gaussian(5, 40_000, 1);
        for (Scheme scheme : Scheme.values()) {
            assertThat(grid(8, scheme, Calibrator.percentile(100), values))
                    .isEqualTo(grid(8, scheme, Calibrator.minMax(), values));
        }
    }

    @Test
    void articleRuleRoundsToMultiplesOf510() {
        float[] values = {3.14f, 2.71f, 4.19f, -255f, 255f, 256f, 765f, 1000f, 1e6f};
        LayerWeights weights = Layers.weights(values);
        LayerGrids grids = LayerQuantizer.grids(weights, config(8, Scheme.SYMMETRIC, Calibrator.articleRule()), NEVER);
        float[] quantized = LayerQuantizer.values(weights, grids, NEVER);
        // 255/510 = 0.5 and 765/510 = 1.5 are ties: to even.
        assertThat(quantized).containsExactly(0f, 0f, 0f, 0f, 0f, 510f, 1020f, 1020f, 127 * 510f);
        assertThat(grid(4, Scheme.ASYMMETRIC, Calibrator.articleRule(), 1f)).isEqualTo(new UniformGrid(30f, 0, 0, 15));
    }

    @Test
    void binaryTakesTheMeanMagnitudeOfTheGranule() {
        LayerWeights weights = Layers.weights(0, new long[] {2, 2}, 1f, -3f, 0f, 0f);
        TensorConfig config = TensorConfig.of(NumberFormat.binary(), Granularity.CHANNEL, Calibrator.minMax());
        assertThat(LayerQuantizer.grids(weights, config, NEVER).list())
                .containsExactly(new BinaryGrid(2f), new BinaryGrid(0f));
        assertThat(LayerQuantizer.grids(weights, config.withGranularity(Granularity.TENSOR), NEVER)
                        .list())
                .containsExactly(new BinaryGrid(1f));
    }

    @Test
    void gridsMadeByHandWinForTheirGranule() {
        LayerWeights weights = Layers.weights(0, new long[] {3, 1}, 127f, 254f, 381f);
        UniformGrid exact = new UniformGrid(0.125f, 0, -128, 127);
        TensorConfig config = TensorConfig.of(
                        NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.mse())
                .withManual(Map.of(1, ManualGrid.ofRange(new Range(-12.7f, 2f)), 2, ManualGrid.ofGrid(exact)));
        assertThat(LayerQuantizer.grids(weights, config, NEVER).list())
                .containsExactly(new UniformGrid(1f, 0, -128, 127), new UniformGrid(12.7f / 127, 0, -128, 127), exact);
    }

    @Test
    void perChannelWithoutAChannelAxisIsOneGranule() {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
        QuantizedLayer layer = LayerQuantizer.quantize(Layers.weights(1f, 127f), config, NEVER);
        assertThat(layer.grids()).hasSize(1);
        assertThat(layer.errors()).hasSize(1);
        assertThat(layer.channelErrors()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void mseIsNeverWorseThanMinmax(Scheme scheme) {
        float[] many = Layers.gaussian(11, 3 * 30_000, 0.05);
        many[100] = 3;
        many[40_000] = -2;
        float[] few = Layers.gaussian(12, 40 * 9, 0.05);
        for (LayerWeights weights : List.of(
                Layers.weights(0, new long[] {3, 30_000}, many),
                Layers.weights(0, new long[] {40, 1, 3, 3}, few),
                Layers.weights(1, new long[] {9, 40}, few))) {
            for (Granularity granularity : Layers.GRANULARITIES) {
                for (int bits = 2; bits <= 16; bits++) {
                    NumberFormat format = NumberFormat.uniform(bits, scheme);
                    List<QuantError> minmax = errors(weights, format, granularity, Calibrator.minMax());
                    List<QuantError> mse = errors(weights, format, granularity, Calibrator.mse());
                    for (int granule = 0; granule < mse.size(); granule++) {
                        assertThat(mse.get(granule).sumSquaredError())
                                .as("%d bits, %s", bits, granularity)
                                .isLessThanOrEqualTo(minmax.get(granule).sumSquaredError());
                    }
                }
            }
        }
    }

    @Test
    void mseIsNeverWorseThanMinmaxWithAnyRounding() {
        float[] values = Layers.gaussian(31, 6 * 64, 0.05);
        values[70] = 1;
        LayerWeights weights = Layers.grouped(0, 1, new long[] {6, 64}, values);
        for (NumberFormat format : List.of(
                NumberFormat.uniform(3, Scheme.SYMMETRIC),
                NumberFormat.uniform(4, Scheme.ASYMMETRIC),
                NumberFormat.uniform(8, Scheme.POWER_OF_TWO),
                new NumberFormat.Minifloat(FloatType.E2M1))) {
            for (Rounding rounding : List.of(
                    Rounding.of(Rounding.Direction.FLOOR),
                    Rounding.of(Rounding.Direction.CEIL),
                    Rounding.of(Rounding.Direction.TOWARD_ZERO),
                    Rounding.of(Rounding.Direction.HALF_AWAY),
                    Rounding.stochastic(5))) {
                for (Granularity granularity :
                        List.of(Granularity.TENSOR, Granularity.CHANNEL, Granularity.group(16))) {
                    TensorConfig minmax = TensorConfig.of(format, granularity, Calibrator.minMax())
                            .withRounding(rounding);
                    double worst = LayerQuantizer.quantize(weights, minmax, NEVER)
                            .error()
                            .sumSquaredError();
                    TensorConfig mse = minmax.withCalibrator(Calibrator.mse());
                    assertThat(LayerQuantizer.quantize(weights, mse, NEVER)
                                    .error()
                                    .sumSquaredError())
                            .as("%s", mse)
                            .isLessThanOrEqualTo(worst * (1 + 1e-12));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = FloatType.class,
            names = {"E4M3FN", "E5M2", "E2M1"})
    void mseOfFloatsIsAsGoodAsTryingEveryScale(FloatType type) {
        float[] values = Layers.gaussian(33, 4000, 0.3);
        NumberFormat.Minifloat format = new NumberFormat.Minifloat(type);
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i <= 700; i++) {
            least = Math.min(least, squaredError(values, format.grid(new Range(-i * 0.002f, i * 0.002f))));
        }
        TensorConfig config = TensorConfig.of(format, Granularity.TENSOR, Calibrator.mse());
        assertThat(LayerQuantizer.quantize(Layers.weights(values), config, NEVER)
                        .error()
                        .sumSquaredError())
                .isLessThan(1.01 * least);
    }

    @Test
    void mseFindsTheKnownBestClippingOfAGaussian() {
        // By numerical integration over the density: the best step of −8 … 7 is 0.340 σ with 19.26 dB.
        float[] values = Layers.gaussian(21, 200_000, 0.3);
        assertThat(error(values, 4, Calibrator.mse()).sqnrDb()).isCloseTo(19.26, within(0.1));
        assertThat(grid(4, Scheme.SYMMETRIC, Calibrator.mse(), values).scale()).isCloseTo(0.34f * 0.3f, within(0.003f));
    }

    @Test
    void mseIsAsGoodAsTryingEveryScale() {
        float[] values = Layers.gaussian(22, 30_000, 0.3);
        for (int bits : new int[] {2, 3, 5, 6, 8}) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = 1; i <= 500; i++) {
                Range range = new Range(-i * 0.003f, i * 0.003f);
                UniformGrid grid = UniformGrid.of(new NumberFormat.Uniform(bits, Scheme.SYMMETRIC), range);
                least = Math.min(least, squaredError(values, grid));
            }
            assertThat(error(values, bits, Calibrator.mse()).sumSquaredError())
                    .as("%d bits", bits)
                    .isLessThan(1.003 * least);
        }
    }

    private static double squaredError(float[] values, Grid grid) {
        double sum = 0;
        for (float x : values) {
            double e = (double) grid.quantize(x) - x;
            sum += e * e;
        }
        return sum;
    }

    @Test
    void mseOfAnOutlierClipsItAtFewBits() {
        // 1000 values of ±0.1 and one of 1: at 2 bits minmax makes 0 of all but the outlier.
        float[] values = new float[1001];
        IntStream.range(0, 1000).forEach(i -> values[i] = i % 2 == 0 ? 0.1f : -0.1f);
        values[1000] = 1f;
        QuantError error = error(values, 2, Calibrator.mse());
        assertThat(error(values, 2, Calibrator.minMax()).sumSquaredError()).isCloseTo(10, within(1e-3));
        // Step d takes ±0.1 to ±d and 1 to d: 1000 (d − 0.1)² + (1 − d)² is least, 0.809, at d = 101/1001.
        assertThat(error.sumSquaredError()).isCloseTo(0.8092, within(0.002));
    }

    @Test
    void mseClipsAnOutlierThatCostsMoreAtFirst() {
        // 1000 values of ±1 and one of 28: with 28 in reach all others become 0, which costs 1000. Clipping half of the
        // outlier costs 196 more and helps nobody. With step d it is 1000 (d − 1)² + (28 − d)², least at d = 1028/1001.
        float[] values = ones(28);
        assertThat(error(values, 2, Calibrator.minMax()).sumSquaredError()).isCloseTo(1000, within(1e-3));
        assertThat(error(values, 2, Calibrator.mse()).sumSquaredError()).isCloseTo(728.27, withinPercentage(0.5));
    }

    @Test
    void mseClipsAnOutlierOnOneSideAlone() {
        // Levels −d, 0, d, 2d: 1000 (d − 1)² + (28 − 2d)² is least, 673.31, at d = 2112/2008. Shrinking −1 and 28 by
        // the same share would take the −1 away before the others have levels.
        for (float outlier : new float[] {28, -28}) {
            assertThat(error(ones(outlier), 2, Scheme.ASYMMETRIC, Calibrator.mse())
                            .sumSquaredError())
                    .as("%s", outlier)
                    .isCloseTo(673.31, withinPercentage(0.5));
        }
    }

    private static float[] ones(float outlier) {
        float[] values = new float[1001];
        IntStream.range(0, 1000).forEach(i -> values[i] = i % 2 == 0 ? 1 : -1);
        values[1000] = outlier;
        return values;
    }

    private static QuantError error(float[] values, int bits, Calibrator calibrator) {
        return error(values, bits, Scheme.SYMMETRIC, calibrator);
    }

    private static QuantError error(float[] values, int bits, Scheme scheme, Calibrator calibrator) {
        return LayerQuantizer.quantize(Layers.weights(values), config(bits, scheme, calibrator), NEVER)
                .error();
    }

    private static List<QuantError> errors(
            LayerWeights weights, NumberFormat format, Granularity granularity, Calibrator calibrator) {
        return LayerQuantizer.quantize(weights, TensorConfig.of(format, granularity, calibrator), NEVER)
                .errors();
    }

    private static UniformGrid grid(int bits, Scheme scheme, Calibrator calibrator, float... values) {
        return (UniformGrid) LayerQuantizer.grids(Layers.weights(values), config(bits, scheme, calibrator), NEVER)
                .get(0);
    }

    private static TensorConfig config(int bits, Scheme scheme, Calibrator calibrator) {
        return TensorConfig.of(NumberFormat.uniform(bits, scheme), Granularity.TENSOR, calibrator);
    }

    private static float[] hundred() {
        float[] values = new float[100];
        for (int i = 0; i < 100; i++) {
            values[(i * 37) % 100] = i + 1;
        }
        return values;
    }
}
