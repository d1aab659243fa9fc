package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTallyTest {
    private final EdgeTally.Scratch scratch = new EdgeTally.Scratch();

    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    @Test
    void endsAndNumbersAreExact() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        add(tally, 0, shape(2, 3), 0.1f, -0f, Float.NaN, 0, 2.5f, Float.NEGATIVE_INFINITY);
        add(tally, 2, shape(1, 3), -1.7f, Float.POSITIVE_INFINITY, 0);
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.edge()).isEqualTo("a");
        assertThat(statistics.count()).isEqualTo(6);
        assertThat(statistics.zeros()).isEqualTo(3);
        assertThat(statistics.zeroShare()).isEqualTo(0.5);
        assertThat(statistics.nanCount()).isEqualTo(1);
        assertThat(statistics.infiniteCount()).isEqualTo(2);
        assertThat(statistics.range()).isEqualTo(new Range(-1.7f, 2.5f));
        assertThat(statistics.channels()).isEmpty();
    }

    @Test
    void nothingAndNothingFiniteHaveTheRangeZero() {
        EdgeStatistics nothing = new EdgeTally("a", OptionalInt.of(1)).statistics();
        assertThat(nothing.count()).isZero();
        assertThat(nothing.range()).isEqualTo(new Range(0, 0));
        assertThat(nothing.averaged()).isEqualTo(new Range(0, 0));
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        add(tally, 0, shape(3), Float.NaN, Float.NaN, Float.POSITIVE_INFINITY);
        add(tally, 0, shape(0, 3));
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.count()).isZero();
        assertThat(statistics.nanCount()).isEqualTo(2);
        assertThat(statistics.range()).isEqualTo(new Range(0, 0));
        assertThat(statistics.zeroShare()).isZero();
    }

    @Test
    void aConstantIsOneBin() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        add(tally, 0, shape(), 3);
        add(tally, 1, shape(), 3);
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.histogram().bins()).isEqualTo(1);
        assertThat(statistics.histogram().count(0)).isEqualTo(2);
        // A step of 2: 3 is a tie that goes to 4.
        assertThat(statistics.estimate(new UniformGrid(2, 0, 0, 7)).sumSquaredError())
                .isCloseTo(2, within(1e-6));
    }

    /** torch's formula: 1 … 4 first, then a tenth of the way to 2 … 6, then of that to 0 … 5. */
    @Test
    void averagedEndsMoveATenthOfTheWay() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        add(tally, 0, shape(1, 2), 1, 4);
        tally.endRound();
        add(tally, 1, shape(1, 1), 2);
        add(tally, 2, shape(1, 1), 6);
        tally.endRound();
        tally.endRound();
        add(tally, 3, shape(1, 2), 0, 5);
        Range averaged = tally.statistics().averaged();
        assertThat(averaged.min()).isCloseTo(1.1f - 0.11f, within(1e-6f));
        assertThat(averaged.max()).isCloseTo(4.2f + 0.08f, within(1e-6f));
    }

    /** Two samples of three channels with two places each. */
    @Test
    void channelsHaveFiguresOfTheirOwn() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.of(1));
        add(tally, 0, shape(2, 3, 2), 1, 2, 0, 0, -1, -3, 3, 6, 0, 0, 5, Float.NaN);
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.channels()).hasSize(3);
        EdgeChannel first = statistics.channels().get(0);
        assertThat(first.count()).isEqualTo(4);
        assertThat(first.range()).isEqualTo(new Range(1, 6));
        assertThat(first.mean()).isEqualTo(3);
        assertThat(first.meanSquare()).isEqualTo((1 + 4 + 9 + 36) / 4.0);
        assertThat(statistics.channels().get(1).isDead()).isTrue();
        assertThat(statistics.channels().get(1).zeroShare()).isEqualTo(1);
        EdgeChannel last = statistics.channels().get(2);
        assertThat(last.count()).isEqualTo(3);
        assertThat(last.range()).isEqualTo(new Range(-3, 5));
        assertThat(last.mean()).isCloseTo(1.0 / 3, within(1e-12));
        // A sample gives a channel two values: every one goes into the histogram.
        assertThat(last.histogram().total()).isEqualTo(3);
        assertThat(last.histogram().max()).isEqualTo(5);
    }

    /** Against plain loops: runs of a channel short and long, channels last, negative axes, with and without vectors. */
    @ParameterizedTest
    @CsvSource({
        "true, 1, 33, 100",
        "false, 1, 33, 100",
        "true, 1, 5, 3",
        "true, -1, 70, 1",
        "false, -1, 70, 1",
        "true, 1, 2, 9000"
    })
    void channelFiguresAgreeWithPlainLoops(boolean vectors, int axis, int channels, int inner) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        EdgeTally tally = new EdgeTally("a", OptionalInt.of(axis));
        long[] shape = axis == 1 ? shape(16, channels, inner) : shape(16, 3, channels);
        float[] values = rectified(16 * channels * (axis == 1 ? inner : 3), 7);
        values[10] = Float.NaN;
        tally.add(FloatBuffer.wrap(values), shape, 0, new EdgeTally.Scratch());
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.channels()).hasSize(channels);
        // Half as many samples are passed over as a sample gives a channel values, to the power of two below.
        int ofSample = axis == 1 ? inner : 3;
        int stride = Math.max(1, Math.min(32, Integer.highestOneBit(ofSample / 2)));
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double squares = 0;
            long zeros = 0;
            long count = 0;
            float max = 0;
            long sampled = 0;
            for (int i = 0; i < values.length; i++) {
                if (i / inner % channels == c && !Float.isNaN(values[i])) {
                    sum += values[i];
                    squares += (double) values[i] * values[i];
                    zeros += values[i] == 0 ? 1 : 0;
                    max = Math.max(max, values[i]);
                    sampled += i / (values.length / 16) % stride == 0 ? 1 : 0;
                    count++;
                }
            }
            EdgeChannel channel = statistics.channels().get(c);
            assertThat(channel.count()).isEqualTo(count);
            assertThat(channel.zeros()).isEqualTo(zeros);
            assertThat(channel.range().max()).isEqualTo(max);
            assertThat(channel.mean()).isCloseTo(sum / count, within(1e-12));
            assertThat(channel.meanSquare()).isCloseTo(squares / count, within(1e-12));
            assertThat(channel.histogram().total()).isEqualTo(sampled);
        }
    }

    @Test
    void aChangingNumberOfChannelsLeavesNoChannels() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.of(-1));
        add(tally, 0, shape(1, 2), 1, 2);
        add(tally, 1, shape(1, 3), 3, 4, 5);
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.channels()).isEmpty();
        assertThat(statistics.count()).isEqualTo(5);
        assertThat(statistics.range()).isEqualTo(new Range(1, 5));
    }

    /** Blocks gathered apart and put together in their order, cleared in between, against one that took all. */
    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void blocksPutTogetherGiveWhatOneTallyGives(int axis) {
        float[] values = rectified(64 * 20 * 6, 9);
        EdgeTally whole = new EdgeTally("a", OptionalInt.of(axis));
        EdgeTally together = new EdgeTally("a", OptionalInt.of(axis));
        EdgeTally block = new EdgeTally("a", OptionalInt.of(axis));
        for (int round = 0; round < 4; round++) {
            FloatBuffer part = FloatBuffer.wrap(values, round * 16 * 120, 16 * 120);
            whole.add(part, shape(16, 20, 6), round * 16, scratch);
            whole.endRound();
            block.add(part, shape(16, 20, 6), round * 16, scratch);
            block.endRound();
            if (round % 2 == 1) {
                together.add(block);
                block.clear();
            }
        }
        EdgeStatistics expected = whole.statistics();
        EdgeStatistics found = together.statistics();
        assertThat(found.range()).isEqualTo(expected.range());
        assertThat(found.averaged()).isEqualTo(expected.averaged());
        assertThat(found.zeros()).isEqualTo(expected.zeros());
        assertThat(found.count()).isEqualTo(expected.count());
        assertThat(found.histogram().bins()).isEqualTo(expected.histogram().bins());
        for (int bin = 0; bin < expected.histogram().bins(); bin++) {
            assertThat(found.histogram().count(bin))
                    .isEqualTo(expected.histogram().count(bin));
        }
        assertThat(found.channels()).hasSameSizeAs(expected.channels());
        for (int c = 0; c < found.channels().size(); c++) {
            EdgeChannel a = found.channels().get(c);
            EdgeChannel b = expected.channels().get(c);
            assertThat(a.range()).isEqualTo(b.range());
            assertThat(a.count()).isEqualTo(b.count());
            assertThat(a.zeros()).isEqualTo(b.zeros());
            assertThat(a.mean()).isCloseTo(b.mean(), within(1e-12));
            assertThat(a.histogram().total()).isEqualTo(b.histogram().total());
        }
    }

    /** Half of the values at 0, the rest above: no bin is spent on others, and zeros make no error. */
    @Test
    void rectifiedValuesHaveAllBinsToThemselves() {
        float[] values = rectified(200_000, 11);
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        tally.add(FloatBuffer.wrap(values), shape(values.length), 0, scratch);
        EdgeStatistics statistics = tally.statistics();
        assertThat(statistics.histogram().lowerEdge(0)).isZero();
        assertThat(statistics.histogram().bins()).isBetween(4096, 8192);
        for (int bits : new int[] {4, 8, 12}) {
            UniformGrid grid = new NumberFormat.Uniform(bits, Scheme.ASYMMETRIC).grid(statistics.range());
            double exact = 0;
            for (float x : values) {
                double e = (double) grid.quantize(x) - x;
                exact += e * e;
            }
            assertThat(statistics.estimate(grid).sumSquaredError()).isCloseTo(exact, within(0.02 * exact));
        }
    }

    private void add(EdgeTally tally, int firstSample, long[] shape, float... values) {
        tally.add(FloatBuffer.wrap(values), shape, firstSample, scratch);
    }

    private static long[] shape(long... extents) {
        return extents;
    }

    private static float[] rectified(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) Math.max(0, random.nextGaussian());
        }
        return values;
    }
}
