package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels against {@link Grid#quantize} and sums in plain double precision. */
class FakeQuantizationTest {
    /** So many float32 additions, each half a unit in the last place off at worst. */
    private static final double FLOAT_SUMS = LaneSums.MOST * 0x1p-24;

    private static final CancelToken NEVER = CancelToken.none();

    /** One that fits each way of cutting: runs, columns, short patterns, parts of blocks, several chunks. */
    static Stream<ChannelLayout> layouts() {
        return Stream.of(
                new ChannelLayout(1, 1, 1),
                new ChannelLayout(1, 1, 1023),
                new ChannelLayout(1, 1, 200_001),
                new ChannelLayout(1, 7, 300),
                new ChannelLayout(1, 3, 70_000),
                new ChannelLayout(5, 6, 257),
                new ChannelLayout(1, 64, 27),
                new ChannelLayout(64, 10, 1),
                new ChannelLayout(700, 1500, 1),
                new ChannelLayout(33, 150, 9),
                new ChannelLayout(1, 2, 1),
                new ChannelLayout(9000, 3, 4));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void valuesAndErrorsAreThoseOfThePlainDefinition(ChannelLayout layout) {
        SplittableRandom random = new SplittableRandom(layout.hashCode());
        for (Scheme scheme : Scheme.values()) {
            for (int bits : new int[] {2, 4, 8, 16}) {
                float[] values = Layers.gaussian(random.nextLong(), layout.size(), 0.05);
                check(values, layout, grids(random, layout.channels(), bits, scheme, 0.02f, 0.2f));
            }
        }
    }

    /** (Σx² + Σx̂² − Σe²) / 2 is a small difference of sums in single precision, the farther values are clipped. */
    @ParameterizedTest
    @MethodSource("layouts")
    void theAngleIsKnownHoweverFarValuesAreClipped(ChannelLayout layout) {
        float[] alike = new float[layout.size()];
        Arrays.fill(alike, 0.1234567f);
        for (float[] values : List.of(alike, Layers.gaussian(7, layout.size(), 0.05))) {
            for (float end = 0.1f; end > 1e-11f; end /= 10) {
                Grid grid = UniformGrid.of(new NumberFormat.Uniform(8, Scheme.SYMMETRIC), new Range(-end, end));
                List<QuantError> errors = run(values, layout, List.of(grid), null);
                for (int c = 0; c < layout.channels(); c++) {
                    assertThat(errors.get(c).cosine())
                            .as("channel %d clipped at %s", c, end)
                            .isCloseTo(cosine(values, layout, c, grid), within(1e-4));
                }
            }
        }
    }

    /** Where all becomes 0 but for the one value that the range was made for, Σx·x̂ is as small beside Σx². */
    @ParameterizedTest
    @MethodSource("layouts")
    void theAngleIsKnownWhereAlmostAllBecomesZero(ChannelLayout layout) {
        float[] values = new float[layout.size()];
        Arrays.fill(values, 0.4123456f);
        for (int c = 0; c < layout.channels(); c++) {
            values[layout.index(c, 0)] = 1;
        }
        Grid grid = new UniformGrid(1f, 0, -1, 1);
        List<QuantError> errors = run(values, layout, List.of(grid), null);
        for (int c = 0; c < layout.channels(); c++) {
            assertThat(errors.get(c).clipped()).isZero();
            double cosine = cosine(values, layout, c, grid);
            assertThat(errors.get(c).cosine()).as("channel %d", c).isCloseTo(cosine, within(1e-3 * cosine));
        }
    }

    private static double cosine(float[] values, ChannelLayout layout, int channel, Grid grid) {
        double product = 0;
        double square = 0;
        double quantized = 0;
        for (int place = 0; place < layout.valuesPerChannel(); place++) {
            double x = values[layout.index(channel, place)];
            double q = grid.quantize((float) x);
            product += x * q;
            square += x * x;
            quantized += q * q;
        }
        return product / Math.sqrt(square * quantized);
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void everyWidthIsExactAtTiesAndEnds(Scheme scheme) {
        for (int bits = 2; bits <= 16; bits++) {
            NumberFormat.Uniform format = new NumberFormat.Uniform(bits, scheme);
            for (float scale : new float[] {1f, 0.5f / 25.5f, 0x1p-9f, 3f, 1e-7f}) {
                int zeroPoint = scheme.hasZeroPoint() ? (format.qmax() - format.qmin()) / 3 : 0;
                UniformGrid grid = new UniformGrid(scale, zeroPoint, format.qmin(), format.qmax());
                float[] values = new float[4 * 3000];
                for (int i = 0; i < values.length / 4; i++) {
                    float tie = (i - 1500 + 0.5f) * scale;
                    values[4 * i] = tie;
                    values[4 * i + 1] = Math.nextUp(tie);
                    values[4 * i + 2] = Math.nextDown(tie);
                    values[4 * i + 3] = Math.nextUp(grid.level(i % grid.levels()) * 1.00001f);
                }
                check(values, new ChannelLayout(1, 1, values.length), List.of(grid));
                check(values, new ChannelLayout(4, 3000, 1), List.of(grid));
            }
        }
    }

    @Test
    void extremeAndOddValuesAreExact() {
        float[] values = {
            0f,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            1e-30f,
            -1e-20f,
            1f,
            -1f,
            1e20f,
            -1e30f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY
        };
        for (float scale : new float[] {Float.MIN_NORMAL, 1e-20f, 1f, 1e30f, 2e36f}) {
            UniformGrid grid = new UniformGrid(scale, 0, -128, 127);
            check(values, new ChannelLayout(1, 1, values.length), List.of(grid));
            check(values, new ChannelLayout(2, 8, 1), List.of(grid));
            for (float value : values) {
                check(new float[] {value}, new ChannelLayout(1, 1, 1), List.of(grid));
            }
        }
    }

    @Test
    void tinyValuesKeepTheirErrors() {
        float[] values = Layers.gaussian(3, 5000, 1e-25);
        ChannelLayout layout = new ChannelLayout(1, 1, 5000);
        check(values, layout, List.of(UniformGrid.of(new NumberFormat.Uniform(4, Scheme.SYMMETRIC), range(values))));
    }

    @Test
    void nanAndInfinityPassAndAreNotCounted() {
        float[] values = {Float.NaN, 1f, Float.POSITIVE_INFINITY, 0.5f, Float.NEGATIVE_INFINITY};
        float[] into = new float[values.length];
        QuantError error = run(values, new ChannelLayout(1, 1, 5), List.of(new UniformGrid(1f, 0, -8, 7)), into)
                .get(0);
        assertThat(into).containsExactly(Float.NaN, 1f, Float.POSITIVE_INFINITY, 0f, Float.NEGATIVE_INFINITY);
        assertThat(error.count()).isEqualTo(2);
        assertThat(error.sumSquaredError()).isEqualTo(0.25);
    }

    @Test
    void negativeZeroBecomesZero() {
        float[] into = new float[2];
        run(new float[] {-0f, -0.2f}, new ChannelLayout(1, 1, 2), List.of(new UniformGrid(1f, 0, -8, 7)), into);
        assertThat(Float.floatToRawIntBits(into[0])).isZero();
        assertThat(Float.floatToRawIntBits(into[1])).isZero();
    }

    @Test
    void clippingAndRoundingAreToldApart() {
        // Step 1, ends −2 … 1: 3 is clipped by 2, −2.5 by 0.5, 0.25 is rounded by 0.25, 1.4 clipped by 0.4.
        QuantError error = run(
                        new float[] {3f, -2.5f, 0.25f, 1.5f},
                        new ChannelLayout(1, 1, 4),
                        List.of(new UniformGrid(1f, 0, -2, 1)),
                        new float[4])
                .get(0);
        assertThat(error.clipped()).isEqualTo(3);
        assertThat(error.sumSquaredClipError()).isEqualTo(4 + 0.25 + 0.25);
        assertThat(error.sumSquaredError()).isEqualTo(4 + 0.25 + 0.25 + 0.0625);
        assertThat(error.maxError()).isEqualTo(2);
        assertThat(error.sumSquaredValue()).isEqualTo(9 + 6.25 + 0.0625 + 2.25);
        assertThat(error.sumProduct()).isEqualTo(3 + 5 + 0 + 1.5);
        assertThat(error.sumSquaredQuantized()).isEqualTo(1 + 4 + 0 + 1);
    }

    @Test
    void minmaxNeverCountsItsOwnEndsAsClipped() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2000; round++) {
            float max = (float) random.nextDouble(1e-3, 10);
            int bits = random.nextInt(2, 17);
            UniformGrid grid = UniformGrid.of(new NumberFormat.Uniform(bits, Scheme.NARROW), new Range(-max, max));
            QuantError error = run(new float[] {max, -max}, new ChannelLayout(1, 1, 2), List.of(grid), new float[2])
                    .get(0);
            assertThat(error.clipped()).as("%s at %d bits", max, bits).isZero();
        }
    }

    @Test
    void binaryAndIdentityAreExact() {
        float[] values = Layers.gaussian(9, 3000, 1);
        values[17] = 0;
        check(values, new ChannelLayout(1, 1, 3000), List.of(new BinaryGrid(0.8f)));
        check(values, new ChannelLayout(30, 100, 1), List.of(new BinaryGrid(0.8f)));
        check(values, new ChannelLayout(1, 1, 3000), List.of(new Grid.Identity()));
    }

    @Test
    void allRoundedToZeroGivesNoQuantizedSignal() {
        float[] values = Layers.gaussian(4, 100_000, 0.1);
        QuantError error = run(
                        values,
                        new ChannelLayout(1, 1, values.length),
                        List.of(new UniformGrid(510f, 0, -128, 127)),
                        new float[values.length])
                .get(0);
        assertThat(error.sumSquaredQuantized()).isZero();
        assertThat(error.sumSquaredError()).isEqualTo(error.sumSquaredValue());
        assertThat(error.cosine()).isNaN();
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void resultsDoNotDependOnTheNumberOfThreads(ChannelLayout layout) {
        SplittableRandom random = new SplittableRandom(8);
        float[] values = Layers.gaussian(6, layout.size(), 0.05);
        List<Grid> grids = grids(random, layout.channels(), 5, Scheme.ASYMMETRIC, 0.05f, 0.1f);
        List<QuantError> one = Parallel.onOneThread(() -> run(values, layout, grids, null));
        assertThat(run(values, layout, grids, null)).isEqualTo(one);
    }

    private static void check(float[] values, ChannelLayout layout, List<Grid> grids) {
        float[] into = new float[values.length];
        List<QuantError> errors = run(values, layout, grids, into);
        float[] expected = new float[values.length];
        PlainErrors[] plain = IntStream.range(0, layout.channels())
                .mapToObj(c -> new PlainErrors(grids.get(grids.size() == 1 ? 0 : c)))
                .toArray(PlainErrors[]::new);
        for (int i = 0; i < values.length; i++) {
            expected[i] = plain[i / layout.inner() % layout.channels()].add(values[i]);
        }
        assertThat(into).isEqualTo(expected);
        for (int c = 0; c < layout.channels(); c++) {
            plain[c].assertSame(errors.get(c));
        }
        assertThat(run(values, layout, grids, null)).isEqualTo(errors);
    }

    private static List<QuantError> run(
            float[] values, ChannelLayout layout, List<? extends Grid> grids, float[] into) {
        GranuleStatistics statistics = GranuleStatistics.of(values, layout, NEVER);
        return new FakeQuantization(values, layout, statistics, List.copyOf(grids), into).run(NEVER);
    }

    private static List<Grid> grids(
            SplittableRandom random, int count, int bits, Scheme scheme, float least, float most) {
        List<Grid> grids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Range range = new Range(-(float) random.nextDouble(least, most), (float) random.nextDouble(least, most));
            grids.add(UniformGrid.of(new NumberFormat.Uniform(bits, scheme), range));
        }
        return grids;
    }

    private static Range range(float[] values) {
        float min = 0;
        float max = 0;
        for (float x : values) {
            min = Math.min(min, x);
            max = Math.max(max, x);
        }
        return new Range(min, max);
    }

    /** Sums as the definitions say, one value after the other. */
    private static final class PlainErrors {
        private final Grid grid;
        private long count;
        private long clipped;
        private long beyond;
        private double value;
        private double error;
        private double clip;
        private double product;
        private double square;
        private double max;

        PlainErrors(Grid grid) {
            this.grid = grid;
        }

        float add(float x) {
            float quantized = grid.quantize(x);
            if (!Float.isFinite(x)) {
                return quantized;
            }
            double e = (double) quantized - x;
            count++;
            value += (double) x * x;
            error += e * e;
            product += (double) x * quantized;
            square += (double) quantized * quantized;
            max = Math.max(max, Math.abs(e));
            double above = Math.max(x - (double) grid.reachableMax(), (double) grid.reachableMin() - x);
            if (above > 0) {
                beyond++;
            }
            if (above > 1e-6 * Math.abs(x)) {
                clipped++;
                clip += e * e;
            }
            return quantized;
        }

        void assertSame(QuantError actual) {
            assertThat(actual.exact()).isTrue();
            assertThat(actual.count()).isEqualTo(count);
            assertThat(actual.clipped()).isBetween(clipped, beyond);
            assertThat(actual.maxError()).isCloseTo(max, within(1e-6 * max));
            assertThat(actual.sumSquaredValue()).isCloseTo(value, within(1e-12 * value));
            assertThat(actual.sumSquaredError()).isCloseTo(error, within(FLOAT_SUMS * error));
            assertThat(actual.sumSquaredClipError()).isCloseTo(clip, within(FLOAT_SUMS * clip));
            assertThat(actual.sumProduct()).isCloseTo(product, within(FLOAT_SUMS * Math.max(square, value)));
            assertThat(actual.sumSquaredQuantized())
                    .isCloseTo(square, within(FLOAT_SUMS * Math.max(square, 0.1 * value)));
        }
    }
}
