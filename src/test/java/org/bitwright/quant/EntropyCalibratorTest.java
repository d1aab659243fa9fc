package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.bitwright.model.Layer;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyCalibratorTest {
    private static final CancelToken NEVER = CancelToken.none();

    /** Levels at 0, 1/3, 2/3 and 1 of the window: borders half way. */
    private static final double[] FOUR_LEVELS = {1 / 6.0, 0.5, 5 / 6.0};

    @Test
    void aWindowOfAsManyBinsAsLevelsLosesOnlyTheOutliers() {
        // Middles at 1/8, 3/8, 5/8, 7/8: each of the first four bins has a level. P = 4, 3, 2, 1 + 2 of 12, Q = 4, 3,
        // 2,
        // 1 of 10: Σ p·ln(p/q) = 9/12·ln(10/12) + 3/12·ln((3/12) / (1/10)).
        long[] counts = {4, 3, 2, 1, 0, 2};
        double expected = 0.75 * Math.log(10 / 12.0) + 0.25 * Math.log(2.5);
        assertThat(new ClippedDivergence(counts, FOUR_LEVELS).of(0, 4)).isCloseTo(expected, within(1e-15));
        assertThat(expected).isCloseTo(0.09233, within(1e-5));
    }

    @Test
    void binsOfOneLevelShareItsValuesButEmptyOnesGetNone() {
        // Eight bins, middles at 1/16 … 15/16: levels take bins {0}, {1, 2, 3}, {4, 5, 6}, {7}. Of {6, 0, 2} the two
        // that
        // are not empty get 4 each. Σ p·ln(p/q) = 6/20·ln(6/4) + 2/20·ln(2/4); the others have p = q.
        long[] counts = {5, 6, 0, 2, 3, 0, 3, 1};
        double expected = 0.3 * Math.log(1.5) + 0.1 * Math.log(0.5);
        assertThat(new ClippedDivergence(counts, FOUR_LEVELS).of(0, 8)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void anEmptyOutermostBinGetsALittleOfTheMass() {
        // P = 4, 4, 0 + 2 of 10; Q = 4/8, 4/8, 0, smoothed to 0.5·(1 − ε), 0.5·(1 − ε), ε.
        long[] counts = {4, 4, 0, 2};
        double epsilon = ClippedDivergence.SMOOTHING;
        double expected = 0.8 * Math.log(0.4 / (0.5 * (1 - epsilon))) + 0.2 * Math.log(0.2 / epsilon);
        assertThat(new ClippedDivergence(counts, new double[] {0.25, 0.6}).of(0, 3))
                .isCloseTo(expected, within(1e-14));
    }

    @Test
    void theBestWindowOfASmallHistogramIsFoundByHand() {
        // Two levels, 0 and 1: a window's lower half is one, its upper half the other. Whole: {8, 8} and {1, 1} are
        // even,
        // so nothing is lost, and clipping could not do better.
        assertThat(EntropySearch.window(new long[] {8, 8, 1, 1}, new double[] {0.5}, 0))
                .isEqualTo(new EntropySearch.Window(0, 4));
        // Whole: {9, 1} share 5 each and {0, 1} has nothing to share: 9/11·ln(9/5) + 1/11·ln(1/5) = 0.335. Two bins: P
        // = 9
        // and 1 + 1 of 11, Q = 9 and 1 of 10: 9/11·ln(10/11) + 2/11·ln(20/11) = 0.031. Three bins: the last is
        // smoothed, so
        // that its 1/11·ln((1/11) / 0.0001) = 0.62 alone is more.
        assertThat(EntropySearch.window(new long[] {9, 1, 0, 1}, new double[] {0.5}, 0))
                .isEqualTo(new EntropySearch.Window(0, 2));
    }

    @Test
    void valuesThatLieAlikeOnBothSidesAreClippedAlike() {
        // Mirrored, 0 in the middle: the outliers at both ends go.
        long[] counts = {1, 0, 0, 0, 30, 60, 60, 30, 0, 0, 0, 1};
        EntropySearch.Window window = EntropySearch.window(counts, new double[] {1 / 6.0, 0.5, 5 / 6.0}, 6);
        assertThat(window).isEqualTo(new EntropySearch.Window(4, 8));
    }

    @ParameterizedTest
    @CsvSource({"2,SYMMETRIC", "3,NARROW", "4,SYMMETRIC", "8,SYMMETRIC", "9,NARROW", "4,ASYMMETRIC", "8,ASYMMETRIC"})
    void theDivergenceIsThatOfAPlainReckoning(int bits, Scheme scheme) {
        double[] borders = EntropySearch.borders(new NumberFormat.Uniform(bits, scheme));
        Random random = new Random(bits);
        long[] counts = new long[2048];
        for (int i = 0; i < 60_000; i++) {
            counts[(int) Math.min(2047, Math.abs(random.nextGaussian()) * 400)]++;
        }
        ClippedDivergence divergence = new ClippedDivergence(counts, borders);
        for (int end : new int[] {600, 777, 1024, 1500, 2047, 2048}) {
            assertThat(divergence.of(0, end))
                    .as("0 … %d", end)
                    .isCloseTo(plainDivergence(counts, borders, 0, end), within(1e-10));
            int start = end / 9;
            assertThat(divergence.of(start, end))
                    .as("%d … %d", start, end)
                    .isCloseTo(plainDivergence(counts, borders, start, end), within(1e-10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6, 8})
    void theRangeIsTheBestOfAllWindowsByAPlainReckoning(int bits) {
        float[] values = Layers.gaussian(bits, 20_000, 0.1);
        values[17] = 4;
        double max = 4;
        long[] counts = new long[2048];
        for (float x : values) {
            counts[(int) Math.min(2047, Math.abs(x) * 2048.0 / max)]++;
        }
        NumberFormat.Uniform format = new NumberFormat.Uniform(bits, Scheme.SYMMETRIC);
        double[] borders = plainBorders(1 << (bits - 1));
        int best = 2048;
        double least = plainDivergence(counts, borders, 0, 2048);
        for (int end = 2047; end >= 1 << (bits - 1); end--) {
            double d = plainDivergence(counts, borders, 0, end);
            if (d < least - 1e-12) {
                least = d;
                best = end;
            }
        }
        assertThat(EntropySearch.range(values, new Range(-1, 4), format, NEVER))
                .isEqualTo(new Range((float) (-best * max / 2048), (float) (best * max / 2048)));
        assertThat(best).as("the outlier is clipped").isLessThan(1000);
    }

    /** Half way between whole numbers, as shares of the highest. */
    private static double[] plainBorders(int levels) {
        double[] borders = new double[levels - 1];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = (i + 0.5) / (levels - 1);
        }
        return borders;
    }

    /** A middle on a border belongs to the lower level. */
    private static final double TIE = 1e-12;

    /** As the definition reads, array by array. */
    private static double plainDivergence(long[] counts, double[] borders, int from, int to) {
        int n = to - from;
        double[] p = new double[n];
        double[] q = new double[n];
        double all = 0;
        double inside = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            p[Math.max(0, Math.min(n - 1, bin - from))] += counts[bin];
            all += counts[bin];
            inside += bin >= from && bin < to ? counts[bin] : 0;
        }
        for (int level = 0; level <= borders.length; level++) {
            double low = level == 0 ? -1 : borders[level - 1];
            double high = level == borders.length ? 2 : borders[level];
            double sum = 0;
            int filled = 0;
            for (int i = 0; i < n; i++) {
                double middle = (i + 0.5) / n;
                if (middle > low + TIE && middle <= high + TIE && counts[from + i] > 0) {
                    sum += counts[from + i];
                    filled++;
                }
            }
            for (int i = 0; i < n; i++) {
                double middle = (i + 0.5) / n;
                if (middle > low + TIE && middle <= high + TIE && counts[from + i] > 0) {
                    q[i] = sum / filled;
                }
            }
        }
        int empty = 0;
        for (int i = 0; i < n; i++) {
            empty += p[i] > 0 && q[i] == 0 ? 1 : 0;
        }
        double divergence = 0;
        for (int i = 0; i < n; i++) {
            if (p[i] > 0) {
                double share = q[i] == 0 ? 1e-4 : q[i] / inside * (1 - empty * 1e-4);
                divergence += p[i] / all * Math.log(p[i] / all / share);
            }
        }
        return divergence;
    }

    @Test
    void valuesOfOneSignAreSearchedFromZero() {
        float[] values = Layers.gaussian(5, 8000, 0.1);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        values[3] = 5;
        NumberFormat.Uniform format = new NumberFormat.Uniform(8, Scheme.ASYMMETRIC);
        Range range = EntropySearch.range(values, new Range(0, 5), format, NEVER);
        assertThat(range.min()).isZero();
        assertThat(range.max()).isBetween(0.3f, 2.5f);
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        assertThat(EntropySearch.range(values, new Range(-5, 0), format, NEVER).max())
                .isZero();
    }

    @Test
    void fewOrEqualValuesHaveTheFullRange() {
        assertThat(grid(Layers.weights(0.5f, -2f, 1f))).isEqualTo(new UniformGrid(2f / 127, 0, -128, 127));
        float[] equal = new float[5000];
        Arrays.fill(equal, -254f);
        assertThat(grid(Layers.weights(equal))).isEqualTo(new UniformGrid(2f, 0, -128, 127));
        assertThat(grid(Layers.weights(new float[5000]))).isEqualTo(new UniformGrid(1f, 0, -128, 127));
    }

    @Test
    void everyFormatWithARangeCanBeCalibrated() {
        float[] values = Layers.gaussian(9, 6000, 0.1);
        values[9] = 3;
        LayerWeights weights = Layers.weights(0, new long[] {3, 2000}, values);
        for (NumberFormat format : List.of(
                NumberFormat.uniform(4, Scheme.POWER_OF_TWO),
                NumberFormat.uniform(8, Scheme.ASYMMETRIC),
                new NumberFormat.Minifloat(FloatType.E4M3FN),
                new NumberFormat.Minifloat(FloatType.E5M2),
                new NumberFormat.Minifloat(FloatType.E2M1))) {
            for (Granularity granularity : Layers.GRANULARITIES) {
                TensorConfig config = TensorConfig.of(format, granularity, Calibrator.entropy());
                LayerGrids grids = LayerQuantizer.grids(weights, config, NEVER);
                assertThat(grids.size()).isEqualTo(granularity.isTensor() ? 1 : 3);
                // No value lies beyond 0.5 but the outlier.
                assertThat(grids.get(0).reachableMax()).as("%s", format).isBetween(0.1f, 3.2f);
                assertThat(grids.list())
                        .isEqualTo(Parallel.onOneThread(() -> LayerQuantizer.grids(weights, config, NEVER))
                                .list());
            }
        }
    }

    @Test
    void itIsOfferedUpToNineBitsAndForManyValues() {
        Layer layer = Layers.layer(OptionalInt.of(0), 4, 1024);
        Calibrator entropy = Calibrator.entropy();
        TensorConfig eight =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
        assertThat(FormatRules.obstacle(layer, eight, entropy)).isEmpty();
        assertThat(FormatRules.obstacle(layer, eight.withFormat(NumberFormat.uniform(9, Scheme.NARROW)), entropy))
                .isEmpty();
        assertThat(FormatRules.obstacle(layer, eight.withFormat(NumberFormat.uniform(10, Scheme.NARROW)), entropy))
                .contains(FormatRules.Obstacle.ENTROPY_NEEDS_FEW_BITS);
        assertThat(FormatRules.obstacle(Layers.layer(OptionalInt.of(0), 4, 1023), eight, entropy))
                .contains(FormatRules.Obstacle.ENTROPY_NEEDS_VALUES);
        // Groups of 1,024 along 3,000 places: the last has 952.
        TensorConfig groups = eight.withGranularity(Granularity.group(1024));
        assertThat(FormatRules.obstacle(Layers.layer(OptionalInt.of(0), 4, 2048), groups, entropy))
                .isEmpty();
        assertThat(FormatRules.obstacle(Layers.layer(OptionalInt.of(0), 4, 3000), groups, entropy))
                .contains(FormatRules.Obstacle.ENTROPY_NEEDS_VALUES);
        assertThat(FormatRules.obstacle(layer, eight.withFormat(new NumberFormat.Nf4()), entropy))
                .contains(FormatRules.Obstacle.SCALE_BY_DEFINITION);
    }

    @Test
    void aConfigurationGivesItUpWhereItHasNoMeaning() {
        TensorConfig eight =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.entropy());
        assertThat(eight.withFormat(NumberFormat.uniform(12, Scheme.SYMMETRIC)).calibrator())
                .isEqualTo(Calibrator.minMax());
        Layer layer = Layers.layer(OptionalInt.of(0), 4, 1000);
        assertThat(eight.fitting(layer)).isEqualTo(eight);
        assertThat(eight.withGranularity(Granularity.CHANNEL).fitting(layer).calibrator())
                .isEqualTo(Calibrator.minMax());
    }

    private static Grid grid(LayerWeights weights) {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.entropy());
        return LayerQuantizer.grids(weights, config, NEVER).get(0);
    }
}
