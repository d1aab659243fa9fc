package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kinds of loops against count, sum and sum of squares worked out value by value, bit by bit. */
class FineHistogramBuilderTest {
    private static final int UNITS = 128;

    /** Fewer than a vector, parts of blocks, whole blocks with and without a rest, several pieces. */
    static Stream<Integer> lengths() {
        return Stream.concat(
                IntStream.rangeClosed(1, 40).boxed(), Stream.of(959, 960, 961, 1919, 1920, 1921, 5000, 65_536));
    }

    @AfterEach
    void back() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void binsHoldWhatTheirValuesAddUpTo(int length) {
        for (int bins : new int[] {1, 7, 1 << 10, 1 << 15}) {
            check(Layers.gaussian(length, length, 0.05), bins);
            check(onBorders(length), bins);
            check(withHoles(length), bins);
        }
    }

    @Test
    void aBinMayHoldMoreThanACellCounts() {
        float[] values = Layers.gaussian(3, 200_000, 0.05);
        Arrays.fill(values, 20_000, 90_000, 0.03f);
        Arrays.fill(values, 100_000, 160_000, values[7]);
        check(values, 1 << 10);
        check(values, 1);
    }

    /** 127 128ths of a bin, which fill a cell soonest: first value by value, then in blocks. */
    @Test
    void aCellHasRoomForABlockMore() {
        float[] values = new float[3000];
        Arrays.fill(values, 127f / 128);
        Range range = new Range(0, 1);
        for (int times = 0; times < 20; times++) {
            FineHistogramBuilder builder = new FineHistogramBuilder(range, 1);
            for (int k = 0; k < times; k++) {
                builder.add(values, 0, 900);
            }
            builder.add(values, 0, values.length);
            MomentHistogram histogram = builder.build();
            assertThat(histogram.count(0)).isEqualTo(times * 900L + 3000);
            assertThat(histogram.offset(0)).isEqualTo((127 + 0.5) / 128 - 0.5);
            assertThat(histogram.spreadInBins(0)).isZero();
        }
    }

    @Test
    void hugeAndTinyRangesKeepTheirBins() {
        for (float size : new float[] {Float.MIN_VALUE, 1e-38f, 1e30f, Float.MAX_VALUE / 8}) {
            float[] values = onBorders(5000);
            for (int i = 0; i < values.length; i++) {
                values[i] *= size / 8;
            }
            check(values, 1 << 12);
        }
    }

    @Test
    void valuesThatAreAllTheSameAreOneBin() {
        float[] values = new float[5000];
        Arrays.fill(values, -2.5f);
        values[3000] = Float.NaN;
        check(values, 100);
    }

    @Test
    void valuesBeyondTheRangeGoToTheNearestBin() {
        float[] values = new float[3000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 3 - 1;
        }
        for (String vector : new String[] {"true", "false"}) {
            System.setProperty(VectorModule.PROPERTY, vector);
            FineHistogramBuilder builder = new FineHistogramBuilder(new Range(-0.5f, 0.5f), 4);
            builder.add(values, 0, values.length);
            MomentHistogram histogram = builder.build();
            assertThat(IntStream.range(0, 4).mapToLong(histogram::count)).containsExactly(1000L, 0L, 1000L, 1000L);
        }
    }

    @Test
    void stripesDoNotDependOnThreads() {
        float[] values = withHoles(300_000);
        Range range = FiniteRange.of(values);
        MomentHistogram all = ChannelHistograms.tensor(values, range, 1 << 12, CancelToken.none());
        MomentHistogram one =
                Parallel.onOneThread(() -> ChannelHistograms.tensor(values, range, 1 << 12, CancelToken.none()));
        assertSame(all, one);
        assertSame(all, reference(values, range, 1 << 12));
    }

    /** Multiples of a sixteenth from −4 to 4, and their neighbours: borders of bins and of units. */
    private static float[] onBorders(int length) {
        SplittableRandom random = new SplittableRandom(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            float border = random.nextInt(-64, 65) / 16f;
            values[i] = switch (random.nextInt(4)) {
                case 0 -> Math.min(4, Math.nextUp(border));
                case 1 -> Math.max(-4, Math.nextDown(border));
                case 2 -> -0f;
                default -> border;
            };
        }
        values[0] = -4;
        values[length - 1] = 4;
        return values;
    }

    private static float[] withHoles(int length) {
        float[] values = Layers.gaussian(length + 1L, length, 3);
        float[] holes = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int i = length / 3; i < length; i += 1500) {
            values[i] = holes[i % 3];
        }
        return values;
    }

    private static void check(float[] values, int bins) {
        Range range = FiniteRange.of(values);
        MomentHistogram expected = reference(values, range, bins);
        for (String vector : new String[] {"true", "false"}) {
            System.setProperty(VectorModule.PROPERTY, vector);
            FineHistogramBuilder builder = new FineHistogramBuilder(range, bins);
            builder.add(values, 0, values.length);
            assertSame(builder.build(), expected);
            FineHistogramBuilder first = new FineHistogramBuilder(range, bins);
            FineHistogramBuilder second = new FineHistogramBuilder(range, bins);
            first.add(values, 0, values.length / 3);
            second.add(values, values.length / 3, values.length);
            first.add(second);
            assertSame(first.build(), expected);
        }
    }

    private static MomentHistogram reference(float[] values, Range range, int bins) {
        int used = range.min() == range.max() ? 1 : bins;
        double perWidth = used == 1 && range.min() == range.max()
                ? 0
                : (double) used * UNITS / ((double) range.max() - range.min());
        long[] counts = new long[used];
        long[] sums = new long[used];
        long[] squares = new long[used];
        for (float x : values) {
            if (Float.isFinite(x)) {
                long unit = Math.min((long) Math.floor(((double) x - range.min()) * perWidth), (long) used * UNITS - 1);
                int bin = (int) (unit / UNITS);
                counts[bin]++;
                sums[bin] += unit % UNITS;
                squares[bin] += (unit % UNITS) * (unit % UNITS);
            }
        }
        float[] offsets = new float[used];
        float[] spreads = new float[used];
        for (int bin = 0; bin < used; bin++) {
            if (counts[bin] > 0) {
                double mean = (double) sums[bin] / counts[bin];
                double variance = Math.max(0, (double) squares[bin] / counts[bin] - mean * mean);
                offsets[bin] = (float) ((mean + 0.5) / UNITS - 0.5);
                spreads[bin] = (float) (Math.sqrt(3 * variance) / UNITS);
            }
        }
        return new MomentHistogram(range.min(), range.max(), counts, offsets, spreads);
    }

    private static void assertSame(MomentHistogram actual, MomentHistogram expected) {
        assertThat(actual.bins()).isEqualTo(expected.bins());
        assertThat(actual.total()).isEqualTo(expected.total());
        for (int bin = 0; bin < expected.bins(); bin++) {
            if (actual.count(bin) != expected.count(bin)
                    || actual.offset(bin) != expected.offset(bin)
                    || actual.spreadInBins(bin) != expected.spreadInBins(bin)) {
                assertThat(new double[] {actual.count(bin), actual.offset(bin), actual.spreadInBins(bin)})
                        .as("bin %d", bin)
                        .containsExactly(expected.count(bin), expected.offset(bin), expected.spreadInBins(bin));
            }
        }
    }
}
