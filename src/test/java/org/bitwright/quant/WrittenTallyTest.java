package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tally that was written and read is the one that was written. */
class WrittenTallyTest {
    private final EdgeTally.Scratch scratch = new EdgeTally.Scratch();

    /** Blocks that travel before they are put together, against blocks that do not; the second is wider. */
    @ParameterizedTest
    @CsvSource({"1, 20, 49", "1, 20, 3", "-1, 6, 20", "5, 20, 6"})
    void blocksThatTravelledGiveWhatTheOthersGive(int axis, int channels, int inner) {
        EdgeTally expected = new EdgeTally("a", OptionalInt.of(axis));
        EdgeTally found = new EdgeTally("a", OptionalInt.of(axis));
        EdgeTally block = new EdgeTally("a", OptionalInt.of(axis));
        EdgeTally travelled = new EdgeTally("a", OptionalInt.of(axis));
        Random random = new Random(3);
        for (int number = 0; number < 3; number++) {
            for (int round = 0; round < 2; round++) {
                float[] values = values(64 * channels * inner, 1 + number, random);
                block.add(FloatBuffer.wrap(values), new long[] {64, channels, inner}, round * 64, scratch);
                block.endRound();
            }
            travel(block, travelled);
            expected.add(block);
            found.add(travelled);
            block.clear();
            travelled.clear();
        }
        assertSame(found.statistics(), expected.statistics());
    }

    @Test
    void aRectifiedTallyTravelsBehindItsSource() {
        EdgeTally source = new EdgeTally("a", OptionalInt.of(1));
        EdgeTally rectified = source.rectified("r", OptionalInt.of(1));
        EdgeTally found = new EdgeTally("a", OptionalInt.of(1));
        EdgeTally foundRectified = found.rectified("r", OptionalInt.of(1));
        float[] values = values(32 * 4 * 100, 1, new Random(5));
        source.add(FloatBuffer.wrap(values), new long[] {32, 4, 100}, 0, scratch);
        travel(source, found);
        travel(rectified, foundRectified);
        assertThat(foundRectified.isComplete()).isTrue();
        assertSame(foundRectified.statistics(), rectified.statistics());
        assertSame(found.statistics(), source.statistics());
    }

    @Test
    void unusualNumbersAndNothingTravelToo() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        EdgeTally found = new EdgeTally("a", OptionalInt.empty());
        travel(tally, found);
        assertThat(found.statistics().count()).isZero();

        float[] values = {Float.NaN, 1, Float.NEGATIVE_INFINITY, 0, -0f, Float.POSITIVE_INFINITY};
        tally.add(FloatBuffer.wrap(values), new long[] {6}, 0, scratch);
        found.clear();
        travel(tally, found);
        assertThat(found.statistics().nanCount()).isEqualTo(1);
        assertThat(found.statistics().infiniteCount()).isEqualTo(2);
        assertThat(found.statistics().zeros()).isEqualTo(2);
        assertThat(found.statistics().range()).isEqualTo(new Range(0, 1));
    }

    @Test
    void aChangingNumberOfChannelsIsRemembered() {
        EdgeTally tally = new EdgeTally("a", OptionalInt.of(1));
        tally.add(FloatBuffer.wrap(new float[] {1, 2, 3, 4}), new long[] {2, 2}, 0, scratch);
        tally.add(FloatBuffer.wrap(new float[] {1, 2, 3}), new long[] {1, 3}, 2, scratch);
        EdgeTally found = new EdgeTally("a", OptionalInt.of(1));
        travel(tally, found);
        EdgeTally whole = new EdgeTally("a", OptionalInt.of(1));
        whole.add(found);
        assertThat(whole.statistics().channels()).isEmpty();
        assertThat(whole.statistics().count()).isEqualTo(7);
    }

    /** A cell holds some thousands of values; more of the same are kept beside it. */
    @Test
    void whatFullCellsHeldTravelsToo() {
        float[] values = new float[100_000];
        java.util.Arrays.fill(values, 0.3f);
        values[0] = 1;
        EdgeTally tally = new EdgeTally("a", OptionalInt.empty());
        tally.add(FloatBuffer.wrap(values), new long[] {1, values.length}, 0, scratch);
        EdgeTally found = new EdgeTally("a", OptionalInt.empty());
        travel(tally, found);
        assertThat(found.statistics().histogram().total()).isEqualTo(100_000);
        assertSame(found.statistics(), tally.statistics());
    }

    @Test
    void whatIsNoTallyIsRefused() {
        ByteBuffer nonsense = ByteBuffer.allocate(4000);
        while (nonsense.hasRemaining()) {
            nonsense.putInt(0x7f7f7f7f);
        }
        nonsense.flip();
        EdgeTally found = new EdgeTally("a", OptionalInt.of(1));
        assertThatThrownBy(() -> found.read(nonsense)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> found.read(ByteBuffer.allocate(3))).isInstanceOf(RuntimeException.class);
    }

    /** Numbers of four bytes that were written, or are 0 beside such, replaced: what is read all the same does no harm. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7f800000, 0x7ff00000, 1 << 20})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatNoTallyHasWrittenIsRefusedOrDoesNoHarm(int hostile) {
        EdgeTally source = new EdgeTally("a", OptionalInt.of(1));
        EdgeTally rectified = source.rectified("r", OptionalInt.of(1));
        float[] sample = {-1, 2, 0, 3, -3, 0.5f};
        int samples = SampledHistograms.MOST_KEPT / sample.length + 1; // the channels have counted, and keep some
        float[] values = new float[samples * sample.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = sample[i % sample.length];
        }
        source.add(FloatBuffer.wrap(values), new long[] {samples, 2, 3}, 0, scratch);
        source.endRound();
        rectified.endRound();
        ByteBuffer right =
                ByteBuffer.allocate(source.bytes() + rectified.bytes()).order(ByteOrder.nativeOrder());
        source.write(right);
        rectified.write(right);
        int changed = 0;
        int refused = 0;
        for (int at = 4; at < right.capacity() - 8; at += Integer.BYTES) {
            boolean empty = right.getInt(at) == 0 && right.getInt(at - 4) == 0 && right.getInt(at + 4) == 0;
            if (!empty && right.getInt(at) != hostile) {
                ByteBuffer wrong = ByteBuffer.wrap(right.array().clone()).order(right.order());
                refused += isRefused(wrong.putInt(at, hostile)) ? 1 : 0;
                changed++;
            }
        }
        assertThat(refused).isBetween(1, changed - 1);
    }

    private static boolean isRefused(ByteBuffer written) {
        EdgeTally found = new EdgeTally("a", OptionalInt.of(1));
        EdgeTally foundRectified = found.rectified("r", OptionalInt.of(1));
        try {
            found.read(written);
            foundRectified.read(written);
        } catch (RuntimeException e) {
            return true;
        }
        EdgeTally whole = new EdgeTally("a", OptionalInt.of(1));
        EdgeTally wholeRectified = whole.rectified("r", OptionalInt.of(1));
        whole.add(found);
        wholeRectified.add(foundRectified);
        assertThat(whole.statistics().edge()).isEqualTo("a");
        if (wholeRectified.isComplete()) {
            assertThat(wholeRectified.statistics().edge()).isEqualTo("r");
        }
        return false;
    }

    private static float[] values(int count, float scale, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(3) == 0 ? 0 : scale * (float) random.nextGaussian();
        }
        return values;
    }

    private static void travel(EdgeTally from, EdgeTally into) {
        ByteBuffer bytes = ByteBuffer.allocate(from.bytes()).order(ByteOrder.nativeOrder());
        from.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        into.read(bytes.flip());
        assertThat(bytes.hasRemaining()).isFalse();
    }

    private static void assertSame(EdgeStatistics found, EdgeStatistics expected) {
        assertThat(found.range()).isEqualTo(expected.range());
        assertThat(found.averaged()).isEqualTo(expected.averaged());
        assertThat(found.zeros()).isEqualTo(expected.zeros());
        assertThat(found.count()).isEqualTo(expected.count());
        assertSame(found.histogram(), expected.histogram());
        List<EdgeChannel> channels = expected.channels();
        assertThat(found.channels()).hasSameSizeAs(channels);
        for (int c = 0; c < channels.size(); c++) {
            EdgeChannel channel = found.channels().get(c);
            assertThat(channel.range()).isEqualTo(channels.get(c).range());
            assertThat(channel.count()).isEqualTo(channels.get(c).count());
            assertThat(channel.zeros()).isEqualTo(channels.get(c).zeros());
            assertThat(channel.mean()).isEqualTo(channels.get(c).mean());
            assertThat(channel.meanSquare()).isEqualTo(channels.get(c).meanSquare());
            assertSame(channel.histogram(), channels.get(c).histogram());
        }
    }

    private static void assertSame(MomentHistogram found, MomentHistogram expected) {
        assertThat(found.bins()).isEqualTo(expected.bins());
        for (int bin = 0; bin < expected.bins(); bin++) {
            assertThat(found.count(bin)).isEqualTo(expected.count(bin));
            assertThat(found.lowerEdge(bin)).isEqualTo(expected.lowerEdge(bin));
        }
        UniformGrid grid = new UniformGrid(0.01f, 0, -128, 127);
        assertThat(found.estimate(grid)).isEqualTo(expected.estimate(grid));
    }
}
