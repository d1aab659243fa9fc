package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Binary and ternary grids on both kinds of loops: bit by bit {@link Grid#quantize}, and sums in double precision. */
class SignGridsTest {
    private static final CancelToken NEVER = CancelToken.none();

    /** So many float32 additions, each half a unit in the last place off at worst. */
    private static final double FLOAT_SUMS = LaneSums.MOST * 0x1p-24;

    @AfterEach
    void back() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    static Stream<ChannelLayout> layouts() {
        return Stream.of(
                new ChannelLayout(1, 1, 1023),
                new ChannelLayout(1, 1, 70_001),
                new ChannelLayout(3, 5, 333),
                new ChannelLayout(700, 301, 1),
                new ChannelLayout(7, 3, 2),
                new ChannelLayout(33, 150, 9));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void channelsOfEitherKindAndOfBoth(ChannelLayout layout) {
        SplittableRandom random = new SplittableRandom(layout.hashCode());
        for (int kind = 0; kind < 3; kind++) {
            List<Grid> grids = grids(random, layout.channels(), kind);
            float[] values = values(random, layout, grids);
            GranuleStatistics statistics = GranuleStatistics.of(values, layout, NEVER);
            Set<List<QuantError>> both = new HashSet<>();
            for (String vectors : List.of("true", "false")) {
                System.setProperty(VectorModule.PROPERTY, vectors);
                float[] into = new float[values.length];
                List<QuantError> errors = new FakeQuantization(values, layout, statistics, grids, into).run(NEVER);
                assertBits(into, values, layout, grids);
                assertErrors(errors, values, layout, layout, grids);
                assertThat(new FakeQuantization(values, layout, statistics, grids, null).run(NEVER))
                        .isEqualTo(errors);
                both.add(errors);
            }
            // Long runs are summed up in more places on plain loops.
            assertThat(both).hasSizeLessThanOrEqualTo(layout.hasLongRuns() ? 2 : 1);
            for (int c = 0; c < layout.channels(); c++) {
                assertThat(KernelPath.of(grids.get(c), statistics, c, layout.valuesPerChannel()))
                        .isEqualTo(KernelPath.SIGNS);
            }
        }
    }

    /** In a row, in columns, and in columns of filters; the last group of an axis short. */
    static Stream<LayerWeights> weights() {
        return Stream.of(
                Layers.grouped(0, 1, new long[] {5, 1000}, new float[5000]),
                Layers.grouped(1, 0, new long[] {300, 70}, new float[21_000]),
                Layers.grouped(1, 0, new long[] {40, 30, 3, 3}, new float[10_800]));
    }

    @ParameterizedTest
    @MethodSource("weights")
    void groupsOfEitherKindAndOfBoth(LayerWeights zeros) {
        SplittableRandom random = new SplittableRandom(zeros.values().length);
        for (int kind = 0; kind < 3; kind++) {
            GranuleLayout layout = zeros.granules(Granularity.group(32));
            List<Grid> grids = grids(random, layout.granules(), kind);
            LayerWeights weights = LayerWeights.of(zeros.layer(), values(random, layout, grids), NEVER);
            LayerGrids layerGrids = new LayerGrids(Granularity.group(32), Rounding.HALF_EVEN, grids);
            float[] values = weights.values();
            Set<List<QuantError>> both = new HashSet<>();
            for (String vectors : List.of("true", "false")) {
                System.setProperty(VectorModule.PROPERTY, vectors);
                float[] into = new float[values.length];
                List<QuantError> errors = LayerQuantizer.valuesInto(weights, layerGrids, into, NEVER);
                assertBits(into, values, layout, grids);
                assertErrors(errors, values, weights.channelLayout(), layout, grids);
                both.add(errors);
            }
            // Long runs are summed up in more places on plain loops.
            assertThat(both).hasSizeLessThanOrEqualTo(weights.channelLayout().hasLongRuns() ? 2 : 1);
        }
    }

    @Test
    void thresholdsBelongToZeroAndZerosArePositive() {
        float above = Math.nextUp(0.5f);
        float[] values = {0.5f, above, -0.5f, -above, 0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1f, -1f, 3f, -3f};
        float[] ternary = {0f, 2f, 0f, -2f, 0f, 0f, 0f, 0f, 2f, -2f, 2f, -2f};
        float[] binary = {2f, 2f, -2f, -2f, 2f, 2f, 2f, -2f, 2f, -2f, 2f, -2f};
        float[] noThreshold = {2f, 2f, -2f, -2f, 0f, 0f, 2f, -2f, 2f, -2f, 2f, -2f};
        float[] nothing = {0f, 0f, -0f, -0f, 0f, 0f, 0f, -0f, 0f, -0f, 0f, -0f};
        for (String vectors : List.of("true", "false")) {
            System.setProperty(VectorModule.PROPERTY, vectors);
            assertRepeated(values, new TernaryGrid(0.5f, 2f), ternary, 2);
            assertRepeated(values, new BinaryGrid(2f), binary, 2);
            assertRepeated(values, new TernaryGrid(-0f, 2f), noThreshold, 2);
            // 0.5, above, 1 and 3 lie beyond, on both sides, and the least number that is none.
            assertRepeated(values, new BinaryGrid(-0f), nothing, 10);
        }
    }

    /** Four times the values in a run, and as three rows of 16 columns. */
    private static void assertRepeated(float[] some, Grid grid, float[] expected, int clipped) {
        float[] values = repeated(some);
        for (ChannelLayout layout : List.of(new ChannelLayout(1, 1, 48), new ChannelLayout(3, 16, 1))) {
            float[] into = new float[values.length];
            GranuleStatistics statistics = GranuleStatistics.of(values, layout, NEVER);
            List<QuantError> errors = new FakeQuantization(values, layout, statistics, List.of(grid), into).run(NEVER);
            assertThat(bits(into)).isEqualTo(bits(repeated(expected)));
            assertThat(LayerQuantizer.sum(errors).clipped()).isEqualTo(4L * clipped);
        }
    }

    private static float[] repeated(float[] some) {
        float[] values = new float[4 * some.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = some[i % some.length];
        }
        return values;
    }

    @Test
    void bothKindsTakeOneLoop() {
        assertThat(KernelPath.ofKind(new BinaryGrid(1f))).isEqualTo(KernelPath.SIGNS);
        assertThat(KernelPath.ofKind(new TernaryGrid(1f, 2f))).isEqualTo(KernelPath.SIGNS);
        assertThat(KernelPath.isAlike(new BinaryGrid(1f), new TernaryGrid(1f, 2f)))
                .isTrue();
        assertThat(KernelPath.isAlike(new TernaryGrid(1f, 2f), new UniformGrid(1f, 0, -8, 7)))
                .isFalse();
    }

    @Test
    void whatSquaresWouldOverflowForIsAddedInDouble() {
        float[] values = {1e14f, -1e14f, 1f, -1f};
        GranuleStatistics statistics = GranuleStatistics.of(values, new ChannelLayout(1, 1, 4), NEVER);
        for (Grid grid : List.of(new BinaryGrid(1e30f), new TernaryGrid(1f, 1e30f))) {
            assertThat(KernelPath.of(grid, statistics, 0, 4)).isEqualTo(KernelPath.SCALAR);
            assertThat(KernelPath.ofKind(grid)).isEqualTo(KernelPath.SCALAR);
            assertThat(KernelPath.isAlike(new BinaryGrid(1f), grid)).isFalse();
        }
    }

    /** @param kind 0 for binary, 1 for ternary, 2 for both in turn */
    private static List<Grid> grids(SplittableRandom random, int count, int kind) {
        List<Grid> grids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float alpha = (float) random.nextDouble(0.01, 0.1);
            grids.add(
                    kind == 0 || (kind == 2 && i % 2 == 0)
                            ? new BinaryGrid(alpha)
                            : new TernaryGrid(random.nextInt(5) == 0 ? 0 : alpha / 2, alpha));
        }
        return grids;
    }

    /** Bell-shaped ones, and every border, end and zero with its neighbours. */
    private static float[] values(SplittableRandom random, GranuleLayout layout, List<Grid> grids) {
        float[] values = Layers.gaussian(random.nextLong(), layout.size(), 0.05);
        for (int i = 0; i < values.length; i += 1 + random.nextInt(3)) {
            Grid grid = grids.get(layout.granule(i));
            float threshold = grid instanceof TernaryGrid ternary ? ternary.threshold() : 0;
            float end = grid.reachableMax();
            float sign = random.nextBoolean() ? 1 : -1;
            values[i] = sign
                    * switch (random.nextInt(8)) {
                        case 0 -> threshold;
                        case 1 -> Math.nextUp(threshold);
                        case 2 -> Math.nextDown(threshold);
                        case 3 -> 0;
                        case 4 -> end;
                        case 5 -> end + random.nextInt(-1, 6) * Math.ulp(end);
                        case 6 -> (float) random.nextDouble(1e-20);
                        default -> 40 * end;
                    };
        }
        return values;
    }

    private static void assertBits(float[] into, float[] values, GranuleLayout layout, List<Grid> grids) {
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = grids.get(layout.granule(i)).quantize(values[i]);
        }
        assertThat(bits(into)).isEqualTo(bits(expected));
    }

    private static void assertErrors(
            List<QuantError> actual, float[] values, ChannelLayout channels, GranuleLayout layout, List<Grid> grids) {
        for (int c = 0; c < channels.channels(); c++) {
            int channel = c;
            int[] indices = IntStream.range(0, channels.valuesPerChannel())
                    .map(place -> channels.index(channel, place))
                    .toArray();
            assertError(actual.get(c), values, indices, layout, grids);
        }
    }

    private static void assertError(
            QuantError actual, float[] values, int[] indices, GranuleLayout layout, List<Grid> grids) {
        double value = 0;
        double error = 0;
        double clipError = 0;
        double product = 0;
        double square = 0;
        double max = 0;
        int clipped = 0;
        for (int index : indices) {
            Grid grid = grids.get(layout.granule(index));
            double x = values[index];
            double q = grid.quantize(values[index]);
            double e = q - x;
            value += x * x;
            error += e * e;
            product += x * q;
            square += q * q;
            max = Math.max(max, Math.abs(e));
            float end = grid.reachableMax();
            if (Math.abs(values[index]) > end + end * 0x1p-22f) {
                clipped++;
                clipError += e * e;
            }
        }
        assertThat(actual.count()).isEqualTo(indices.length);
        assertThat(actual.clipped()).isEqualTo(clipped);
        assertThat(actual.maxError()).isCloseTo(max, within(1e-6 * max));
        assertThat(actual.sumSquaredValue()).isCloseTo(value, within(1e-12 * value));
        assertThat(actual.sumSquaredError()).isCloseTo(error, within(FLOAT_SUMS * error));
        assertThat(actual.sumSquaredClipError()).isCloseTo(clipError, within(FLOAT_SUMS * error));
        assertThat(actual.sumSquaredQuantized()).isCloseTo(square, within(FLOAT_SUMS * square));
        assertThat(actual.sumProduct()).isCloseTo(product, within(FLOAT_SUMS * Math.max(square, value)));
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }
}
