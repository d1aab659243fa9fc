package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MomentHistogramTest {

    @Test
    void everyFiniteValueIsInTheBinWhoseEdgesHoldIt() {
        float[] values = {0f, 1f, 2f, 3f, 4f, Float.NaN, Float.POSITIVE_INFINITY, 3.5f};
        MomentHistogram histogram = histogram(4, values);
        assertThat(histogram.min()).isZero();
        assertThat(histogram.max()).isEqualTo(4f);
        assertThat(counts(histogram)).containsExactly(1, 1, 1, 3);
        assertThat(histogram.total()).isEqualTo(6);
        assertThat(histogram.lowerEdge(0)).isZero();
        assertThat(histogram.lowerEdge(3)).isEqualTo(3);
        assertThat(histogram.lowerEdge(4)).isEqualTo(4);
    }

    @Test
    void edgesAndCountsAgreeOnManyValues() {
        float[] values = Layers.gaussian(2, 20_000, 0.7);
        MomentHistogram histogram = Layers.weights(values).histogram();
        for (int bin = 0; bin < histogram.bins(); bin += 97) {
            double low = histogram.lowerEdge(bin);
            double high = histogram.lowerEdge(bin + 1);
            long inside = 0;
            for (float x : values) {
                if (x >= low && x < high) {
                    inside++;
                }
            }
            assertThat(histogram.count(bin)).isEqualTo(inside);
        }
        assertThat(LongStream.of(counts(histogram)).sum()).isEqualTo(20_000);
    }

    @Test
    void oneValueIsOneBin() {
        MomentHistogram histogram = Layers.weights(5f, 5f, 5f).histogram();
        assertThat(counts(histogram)).containsExactly(3);
        assertThat(histogram.lowerEdge(1)).isEqualTo(5);
    }

    @Test
    void nothingFiniteIsAnEmptyBin() {
        MomentHistogram histogram =
                Layers.weights(Float.NaN, Float.POSITIVE_INFINITY).histogram();
        assertThat(histogram.total()).isZero();
        assertThat(histogram.min()).isZero();
        assertThat(histogram.max()).isZero();
        assertThat(histogram.estimate(new UniformGrid(1f, 0, -8, 7)).sumSquaredError())
                .isZero();
    }

    @Test
    void hugeRangesDoNotOverflow() {
        MomentHistogram histogram = histogram(2, -Float.MAX_VALUE, 0f, Float.MAX_VALUE);
        assertThat(counts(histogram)).containsExactly(1, 2);
    }

    @Test
    void estimateIsExactWhereABinHoldsOneValue() {
        // Steps of 1 from −2 to 1: 0.25 → 0, −0.75 → −1, 1.5 (even tie) → 2, clipped to 1, −3 → −2, clipped.
        QuantError error = histogram(1024, -3f, -0.75f, 0.25f, 1.5f).estimate(new UniformGrid(1f, 0, -2, 1));
        assertThat(error.exact()).isFalse();
        assertThat(error.count()).isEqualTo(4);
        assertThat(error.sumSquaredError()).isCloseTo(1 + 0.0625 + 0.0625 + 0.25, within(1e-6));
        assertThat(error.sumSquaredClipError()).isCloseTo(1.25, within(1e-6));
        assertThat(error.clipped()).isEqualTo(2);
        assertThat(error.maxError()).isCloseTo(1, within(1e-6));
        assertThat(error.sumSquaredValue()).isCloseTo(9 + 0.5625 + 0.0625 + 2.25, within(1e-6));
        assertThat(error.sumProduct()).isCloseTo(6 + 0.75 + 0 + 1.5, within(1e-6));
        assertThat(error.sumSquaredQuantized()).isCloseTo(4 + 1 + 0 + 1, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void estimateIsCloseToTheExactErrorAtEveryWidth(Scheme scheme) {
        float[] values = Layers.gaussian(31, 300_000, 0.05);
        MomentHistogram coarse = histogram(256, values);
        MomentHistogram fine = histogram(1 << 15, values);
        for (int bits = 2; bits <= 16; bits++) {
            for (double end : new double[] {0.05, 0.12, 0.3}) {
                UniformGrid grid = UniformGrid.of(
                        new NumberFormat.Uniform(bits, scheme), new Range((float) -end, (float) (0.9 * end)));
                QuantError exact = exact(values, grid);
                assertClose(fine.estimate(grid), exact, 0.01);
                assertClose(coarse.estimate(grid), exact, 0.05);
            }
        }
    }

    private static void assertClose(QuantError estimate, QuantError exact, double share) {
        assertThat(estimate.sumSquaredError())
                .isCloseTo(exact.sumSquaredError(), within(share * exact.sumSquaredError()));
        assertThat(estimate.clipErrorShare()).isCloseTo(exact.clipErrorShare(), within(share));
        assertThat(estimate.clippedShare()).isCloseTo(exact.clippedShare(), within(share * 0.2));
        assertThat(estimate.cosine()).isCloseTo(exact.cosine(), within(share * 0.05));
        assertThat(estimate.maxError()).isCloseTo(exact.maxError(), within(0.05 * exact.maxError()));
        assertThat(estimate.count()).isEqualTo(exact.count());
    }

    @Test
    void binaryEstimateIsCloseToTheExactError() {
        float[] values = Layers.gaussian(32, 100_000, 0.05);
        BinaryGrid grid = new BinaryGrid(0.04f);
        assertClose(histogram(4096, values).estimate(grid), exact(values, grid), 0.01);
    }

    @Test
    void floatEstimateHasNoError() {
        QuantError error = histogram(64, 1f, 2f, -3f).estimate(new Grid.Identity());
        assertThat(error.sumSquaredError()).isZero();
        assertThat(error.clipped()).isZero();
        assertThat(error.cosine()).isCloseTo(1, within(1e-12));
        assertThat(error.sumSquaredValue()).isCloseTo(14, within(1e-5));
    }

    @Test
    void levelsTakeTheValuesThatRoundToThem() {
        MomentHistogram histogram = histogram(1024, -3f, -0.75f, 0.25f, 1.5f, 0.25f);
        assertThat(histogram.levelCounts(new UniformGrid(1f, 0, -2, 1))).containsExactly(1, 1, 2, 1);
        assertThat(histogram.levelCounts(new BinaryGrid(1f))).containsExactly(2, 3);
        assertThat(histogram.levelCounts(new Grid.Identity())).isEmpty();
    }

    @Test
    void levelCountsAddUpAndMatchTheCodes() {
        float[] values = Layers.gaussian(33, 50_000, 0.05);
        UniformGrid grid = UniformGrid.of(new NumberFormat.Uniform(4, Scheme.ASYMMETRIC), new Range(-0.1f, 0.13f));
        long[] exact = new long[grid.levels()];
        for (float x : values) {
            exact[grid.encode(x) - grid.qmin()]++;
        }
        long[] estimated = histogram(1 << 12, values).levelCounts(grid);
        assertThat(LongStream.of(estimated).sum()).isEqualTo(50_000);
        for (int level = 0; level < exact.length; level++) {
            assertThat((double) estimated[level]).isCloseTo(exact[level], within(25.0));
        }
    }

    private static long[] counts(MomentHistogram histogram) {
        long[] counts = new long[histogram.bins()];
        Arrays.setAll(counts, histogram::count);
        return counts;
    }

    private static MomentHistogram histogram(int bins, float... values) {
        return MomentHistogram.of(values, new ChannelLayout(1, 1, values.length), 0, FiniteRange.of(values), bins);
    }

    private static QuantError exact(float[] values, Grid grid) {
        double value = 0;
        double error = 0;
        double clip = 0;
        double product = 0;
        double square = 0;
        double max = 0;
        long clipped = 0;
        for (float x : values) {
            float q = grid.quantize(x);
            double e = (double) q - x;
            value += (double) x * x;
            error += e * e;
            product += (double) x * q;
            square += (double) q * q;
            max = Math.max(max, Math.abs(e));
            if (x < grid.reachableMin() || x > grid.reachableMax()) {
                clipped++;
                clip += e * e;
            }
        }
        return new QuantError(values.length, value, error, clip, product, square, max, clipped, true);
    }
}
