package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tallies of what a Relu makes of values, which are filled with the values that it is made of. */
class RectifiedTallyTest {
    private final EdgeTally.Scratch scratch = new EdgeTally.Scratch();

    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** Filled together with its source against one that is filled by itself. */
    @Test
    void aRectifiedTallyHasWhatRectifiedValuesGive() {
        Random random = new Random(13);
        float[] values = new float[32 * 20 * 30];
        float[] positive = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() - 0.5f;
            positive[i] = Math.max(0, values[i]);
        }
        EdgeTally source = new EdgeTally("c", OptionalInt.of(1));
        EdgeTally together = source.rectified("r", OptionalInt.of(1));
        EdgeTally alone = new EdgeTally("r", OptionalInt.of(1));
        for (int half = 0; half < 2; half++) {
            int from = half * values.length / 2;
            long[] shape = shape(16, 20, 30);
            source.add(FloatBuffer.wrap(values, from, values.length / 2), shape, half * 16, scratch);
            alone.add(FloatBuffer.wrap(positive, from, values.length / 2), shape, half * 16, scratch);
            source.endRound();
            together.endRound();
            alone.endRound();
        }
        assertThat(together.isComplete()).isTrue();
        EdgeStatistics found = together.statistics();
        EdgeStatistics expected = alone.statistics();
        assertThat(found.edge()).isEqualTo("r");
        assertThat(found.count()).isEqualTo(expected.count());
        assertThat(found.zeros()).isEqualTo(expected.zeros());
        assertThat(found.range()).isEqualTo(expected.range());
        assertThat(found.averaged()).isEqualTo(expected.averaged());
        assertThat(found.histogram().lowerEdge(0)).isZero();
        // Its bins may be wider by a power of two.
        int merged = (expected.histogram().bins() + found.histogram().bins() - 1)
                / found.histogram().bins();
        assertThat(merged).isIn(1, 2, 4);
        for (int bin = 0; bin < found.histogram().bins(); bin++) {
            long count = 0;
            for (int i = bin * merged; i < Math.min(expected.histogram().bins(), (bin + 1) * merged); i++) {
                count += expected.histogram().count(i);
            }
            assertThat(found.histogram().count(bin)).isEqualTo(count);
        }
        for (int c = 0; c < 20; c++) {
            assertThat(found.channels().get(c).mean())
                    .isEqualTo(expected.channels().get(c).mean());
            assertThat(found.channels().get(c).zeros())
                    .isEqualTo(expected.channels().get(c).zeros());
        }
    }

    /** Short runs and long ones, that end within vectors or at them; infinite values in one batch. */
    @ParameterizedTest
    @CsvSource({"true, 5", "true, 9", "true, 30", "true, 49", "true, 64", "true, 4100", "false, 5", "false, 49"})
    void channelsOfARectifiedTallyHaveWhatRectifiedValuesGive(boolean vectors, int inner) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        Random random = new Random(inner);
        EdgeTally source = new EdgeTally("c", OptionalInt.of(1));
        EdgeTally together = source.rectified("r", OptionalInt.of(1));
        EdgeTally sourceAlone = new EdgeTally("c", OptionalInt.of(1));
        EdgeTally alone = new EdgeTally("r", OptionalInt.of(1));
        for (int batch = 0; batch < 4; batch++) {
            float[] values = new float[4 * 6 * inner];
            float[] positive = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 7 == 0 ? -0f : (float) random.nextGaussian();
            }
            values[1] = batch == 2 ? Float.NEGATIVE_INFINITY : values[1];
            values[2] = batch == 2 ? Float.POSITIVE_INFINITY : values[2];
            for (int i = 0; i < values.length; i++) {
                positive[i] = Math.max(0, values[i]);
            }
            source.add(FloatBuffer.wrap(values), shape(4, 6, inner), batch * 4, scratch);
            sourceAlone.add(FloatBuffer.wrap(values), shape(4, 6, inner), batch * 4, scratch);
            alone.add(FloatBuffer.wrap(positive), shape(4, 6, inner), batch * 4, scratch);
        }
        assertSameChannels(together.statistics(), alone.statistics());
        assertSameChannels(source.statistics(), sourceAlone.statistics());
    }

    private static void assertSameChannels(EdgeStatistics found, EdgeStatistics expected) {
        assertThat(found.count()).isEqualTo(expected.count());
        assertThat(found.zeros()).isEqualTo(expected.zeros());
        assertThat(found.infiniteCount()).isEqualTo(expected.infiniteCount());
        assertThat(found.range()).isEqualTo(expected.range());
        assertThat(found.averaged()).isEqualTo(expected.averaged());
        assertThat(found.channels()).hasSameSizeAs(expected.channels());
        for (int c = 0; c < expected.channels().size(); c++) {
            EdgeChannel channel = found.channels().get(c);
            EdgeChannel other = expected.channels().get(c);
            assertThat(channel.count()).isEqualTo(other.count());
            assertThat(channel.zeros()).isEqualTo(other.zeros());
            assertThat(channel.range()).isEqualTo(other.range());
            assertThat(channel.mean()).isEqualTo(other.mean());
            assertThat(channel.meanSquare()).isEqualTo(other.meanSquare());
            assertThat(channel.histogram().total()).isEqualTo(other.histogram().total());
            assertThat(channel.histogram().max()).isEqualTo(other.histogram().max());
        }
    }

    @Test
    void aRectifiedTallyIsIncompleteWhereItsBinsWouldBeTooWideOrNaNCame() {
        EdgeTally wide = new EdgeTally("c", OptionalInt.empty());
        EdgeTally narrow = wide.rectified("r", OptionalInt.empty());
        add(wide, 0, shape(3), -100, 0.1f, 1);
        assertThat(narrow.isComplete()).isFalse();
        EdgeTally unknown = new EdgeTally("c", OptionalInt.empty());
        EdgeTally rectified = unknown.rectified("r", OptionalInt.empty());
        add(unknown, 0, shape(3), -1, Float.NaN, 1);
        assertThat(rectified.isComplete()).isFalse();
        assertThat(unknown.isComplete()).isTrue();
    }

    /** Nothing above 0 came, or nothing at all. */
    @Test
    void aRectifiedTallyOfNothingAboveZeroIsAllZeros() {
        EdgeTally source = new EdgeTally("c", OptionalInt.empty());
        EdgeTally rectified = source.rectified("r", OptionalInt.empty());
        add(source, 0, shape(3), -1, -2, -3);
        EdgeStatistics statistics = rectified.statistics();
        assertThat(statistics.count()).isEqualTo(3);
        assertThat(statistics.zeros()).isEqualTo(3);
        assertThat(statistics.range()).isEqualTo(new Range(0, 0));
    }

    private void add(EdgeTally tally, int firstSample, long[] shape, float... values) {
        tally.add(FloatBuffer.wrap(values), shape, firstSample, scratch);
    }

    private static long[] shape(long... extents) {
        return extents;
    }
}
