package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrowingHistogramTest {
    private final int[] units = new int[64];

    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** Eight bins: 0 … 7 take bins of width 1; with 15 they are 2 wide, and neighbours merge. */
    @Test
    void widthDoublesAndBinsMergeInPairs() {
        GrowingHistogram histogram = new GrowingHistogram(8);
        add(histogram, 0.5f, 1.25f, 1.75f, 7f);
        MomentHistogram first = histogram.build(new Range(0.5f, 7), 0);
        assertThat(counts(first)).containsExactly(1, 2, 0, 0, 0, 0, 0, 1);
        assertThat(first.lowerEdge(0)).isZero();
        assertThat(first.lowerEdge(8)).isEqualTo(8);

        add(histogram, 15f);
        MomentHistogram second = histogram.build(new Range(0.5f, 15), 0);
        assertThat(counts(second)).containsExactly(3, 0, 0, 1, 0, 0, 0, 1);
        assertThat(second.lowerEdge(8)).isEqualTo(16);
        // 0.5, 1.25 and 1.75: their mean, and √3 of their standard deviation, within the 128ths that places are kept
        // in.
        double mean = 3.5 / 3;
        double variance = (0.25 + 1.5625 + 3.0625) / 3 - mean * mean;
        assertThat(second.mean(0)).isCloseTo(mean, within(2.0 / 128));
        assertThat(second.spread(0)).isCloseTo(Math.sqrt(3 * variance), within(2.0 / 128));
    }

    @Test
    void negativeNumbersLieBelowZeroWhateverTheWidth() {
        GrowingHistogram histogram = new GrowingHistogram(8);
        add(histogram, -0.5f, -1f, 1f);
        add(histogram, -16f);
        // 8 bins hold −16 … 1 once they are 4 wide: −16 … −12, then −4 … 0 with the other negatives, then 0 … 4.
        MomentHistogram built = histogram.build(new Range(-16, 1), 0);
        assertThat(counts(built)).containsExactly(1, 0, 0, 2, 1);
        assertThat(built.lowerEdge(0)).isEqualTo(-16);
        assertThat(built.lowerEdge(4)).isZero();
    }

    @Test
    void zerosAreLeftToTheCaller() {
        GrowingHistogram histogram = new GrowingHistogram(8);
        add(histogram, 0f, -0f, 2f, 0f, 3f);
        MomentHistogram built = histogram.build(new Range(0, 3), 3);
        assertThat(built.total()).isEqualTo(5);
        assertThat(built.count(0)).isEqualTo(3);
        assertThat(built.spreadCount(0)).isZero();
        // A step of 2 from 0: 3 is a tie and goes to 4, 1 off; 2 and the zeros stay.
        QuantError error = built.estimate(new UniformGrid(2, 0, 0, 7));
        assertThat(error.count()).isEqualTo(5);
        assertThat(error.sumSquaredError()).isCloseTo(1, within(0.05));
        assertThat(built.levelCounts(new UniformGrid(2, 1, 0, 7))[1]).isEqualTo(3);
        assertThat(built.estimate(new BinaryGrid(1)).sumSquaredError()).isCloseTo(3 + 1 + 4, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyValueLiesInTheBinWhoseEdgesHoldIt(boolean vectors) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        float[] values = values(20_000, 3);
        GrowingHistogram histogram = new GrowingHistogram(64);
        add(histogram, values);
        MomentHistogram built = histogram.build(range(values), 0);
        assertThat(built.bins()).isBetween(32, 64);
        for (int bin = 0; bin < built.bins(); bin++) {
            double low = built.lowerEdge(bin);
            double high = built.lowerEdge(bin + 1);
            long inside = 0;
            double sum = 0;
            for (float x : values) {
                if (x >= low && x < high) {
                    inside++;
                    sum += x;
                }
            }
            assertThat(built.count(bin)).isEqualTo(inside);
            if (inside > 0) {
                assertThat(built.mean(bin)).isCloseTo(sum / inside, within(built.binWidth() / 128));
            }
        }
    }

    /** Growth by growth, in either order, or at once: the same bins, and moments that agree to a 128th of a bin. */
    @ParameterizedTest
    @CsvSource({"1000, false", "1000, true", "7, false", "7, true"})
    void streamingInPiecesGivesWhatCountingAtOnceGives(int piece, boolean backwards) {
        float[] values = values(5_000, 4);
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) Math.pow(2, i / 500);
        }
        GrowingHistogram atOnce = new GrowingHistogram(256);
        add(atOnce, values);
        GrowingHistogram inPieces = new GrowingHistogram(256);
        int pieces = (values.length + piece - 1) / piece;
        for (int i = 0; i < pieces; i++) {
            int from = (backwards ? pieces - 1 - i : i) * piece;
            float[] part = java.util.Arrays.copyOfRange(values, from, Math.min(values.length, from + piece));
            add(inPieces, part);
        }
        assertAlike(inPieces.build(range(values), 0), atOnce.build(range(values), 0));
    }

    @Test
    void whatOthersGatheredIsAddedExactly() {
        float[] values = values(4_000, 5);
        GrowingHistogram atOnce = new GrowingHistogram(128);
        GrowingHistogram together = new GrowingHistogram(128);
        add(atOnce, values);
        for (int part = 0; part < 4; part++) {
            GrowingHistogram other = new GrowingHistogram(128);
            float[] some = java.util.Arrays.copyOfRange(values, part * 1000, part * 1000 + 1000);
            add(other, some);
            together.add(other);
        }
        together.add(new GrowingHistogram(128));
        assertAlike(together.build(range(values), 0), atOnce.build(range(values), 0));
    }

    /** Stretches of one value, zeros too, some within vectors and some across them, and more than cells can hold. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void plainAreasAreCountedValueByValue(boolean vectors) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        Random random = new Random(5);
        float[] levels = {0, -3.3125f, 2.25f, 0, 7.75f};
        long[] expected = new long[levels.length];
        float[] values = new float[900_000];
        int at = 0;
        while (at < values.length) {
            int level = random.nextInt(levels.length);
            int end = Math.min(values.length, at + 1 + random.nextInt(100));
            expected[level] += end - at;
            java.util.Arrays.fill(values, at, end, levels[level]);
            at = end;
        }
        GrowingHistogram histogram = new GrowingHistogram(16);
        add(histogram, values);
        MomentHistogram built = histogram.build(new Range(-3.3125f, 7.75f), expected[0] + expected[3]);
        // Bins 1 wide from −4 to 8.
        assertThat(counts(built))
                .containsExactly(
                        expected[1], 0, 0, 0, expected[0] + expected[3], 0, expected[2], 0, 0, 0, 0, expected[4]);
        // Places are whole 128ths of a bin, seen from the middle of one.
        assertThat(built.mean(0)).isCloseTo(-3.3125, within(1.0 / 128));
        assertThat(built.mean(6)).isCloseTo(2.25, within(1.0 / 128));
        assertThat(built.spread(0)).isZero();
        assertThat(built.spread(6)).isZero();
    }

    /** More values in one bin than a cell can hold. */
    @Test
    void manyValuesInOneBinAreCounted() {
        GrowingHistogram histogram = new GrowingHistogram(8);
        float[] values = new float[100_000];
        java.util.Arrays.fill(values, 0.9990f);
        values[0] = 7;
        add(histogram, values);
        MomentHistogram built = histogram.build(new Range(0.999f, 7), 0);
        assertThat(built.count(0)).isEqualTo(99_999);
        assertThat(built.mean(0)).isCloseTo(0.999, within(1.0 / 128));
        assertThat(built.spread(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-44f, 1e-38f, 1e-20f, 1f, 3e38f, Float.MAX_VALUE})
    void rangesOfEverySizeAreCovered(float end) {
        GrowingHistogram histogram = new GrowingHistogram(1024);
        add(histogram, -end, end, end / 2);
        MomentHistogram built = histogram.build(new Range(-end, end), 0);
        assertThat(built.total()).isEqualTo(3);
        assertThat(built.count(built.bins() - 1)).isBetween(1L, 2L);
    }

    private void add(GrowingHistogram histogram, float... values) {
        Range range = range(values);
        histogram.cover(range.min(), range.max());
        histogram.add(values, 0, values.length, units);
    }

    private static Range range(float... values) {
        float min = values[0];
        float max = values[0];
        for (float x : values) {
            min = Math.min(min, x);
            max = Math.max(max, x);
        }
        return new Range(min, max);
    }

    private static float[] values(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static void assertAlike(MomentHistogram found, MomentHistogram expected) {
        assertThat(counts(found)).isEqualTo(counts(expected));
        assertThat(found.lowerEdge(0)).isEqualTo(expected.lowerEdge(0));
        assertThat(found.binWidth()).isEqualTo(expected.binWidth());
        for (int bin = 0; bin < found.bins(); bin++) {
            double tolerance = found.binWidth() / 64;
            assertThat(found.mean(bin)).isCloseTo(expected.mean(bin), within(tolerance));
            assertThat(found.spread(bin)).isCloseTo(expected.spread(bin), within(2 * tolerance));
        }
    }

    private static long[] counts(MomentHistogram histogram) {
        return LongStream.range(0, histogram.bins())
                .map(bin -> histogram.count((int) bin))
                .toArray();
    }
}
