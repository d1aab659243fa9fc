package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampledHistogramsTest {
    @AfterEach
    void vectorsAsBefore() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** Two samples of two channels with two places each, in pieces that end within a channel. */
    @Test
    void valuesGoToTheChannelOfTheirPlace() {
        SampledHistograms histograms = new SampledHistograms(2);
        float[] values = {1, 2, -0f, Float.NaN, 3, 4, Float.POSITIVE_INFINITY, -5};
        histograms.add(values, 0, 3, 0, 2);
        histograms.add(values, 3, 4, 3, 2);
        histograms.add(values, 4, 8, 0, 2);

        MomentHistogram first = histograms.build(0);
        assertThat(first.total()).isEqualTo(4);
        assertThat(first.min()).isEqualTo(1);
        assertThat(first.max()).isEqualTo(4);
        MomentHistogram second = histograms.build(1);
        assertThat(second.total()).isEqualTo(2);
        assertThat(second.zeros()).isEqualTo(1);
        assertThat(second.min()).isEqualTo(-5);
        assertThat(second.max()).isZero();
    }

    @Test
    void aChannelWithoutFiniteValuesIsEmpty() {
        SampledHistograms histograms = new SampledHistograms(2);
        histograms.add(new float[] {Float.NaN, 1}, 0, 2, 0, 1);

        assertThat(histograms.build(0).total()).isZero();
        assertThat(histograms.build(0).max()).isZero();
        assertThat(histograms.build(1).total()).isEqualTo(1);
    }

    /** Samples that do not follow each other, or lie otherwise: the second begins with the last channel. */
    @Test
    void valuesThatDoNotFollowThoseBeforeGoToTheirOwnChannels() {
        SampledHistograms histograms = new SampledHistograms(3);
        histograms.add(new float[] {1, 1, 2}, 0, 3, 0, 2);
        histograms.add(new float[] {3, 3}, 0, 2, 4, 2);
        histograms.add(new float[] {9, 4, 5, 6}, 1, 4, 0, 1);

        assertThat(histograms.build(0).total()).isEqualTo(3);
        assertThat(histograms.build(0).max()).isEqualTo(4);
        assertThat(histograms.build(1).total()).isEqualTo(2);
        assertThat(histograms.build(1).max()).isEqualTo(5);
        assertThat(histograms.build(2).total()).isEqualTo(3);
        assertThat(histograms.build(2).max()).isEqualTo(6);
    }

    @Test
    void clearedOnesHaveForgottenKeptAndCountedValues() {
        SampledHistograms histograms = new SampledHistograms(1);
        histograms.add(new float[] {-7, 8}, 0, 2, 0, 2);
        histograms.build(0);
        histograms.add(new float[] {9, 0}, 0, 2, 0, 2);
        histograms.clear();
        histograms.add(new float[] {2, 3, 3}, 0, 3, 0, 3);

        assertThat(histograms.build(0).total()).isEqualTo(3);
        assertThat(histograms.build(0).min()).isEqualTo(2);
        assertThat(histograms.build(0).max()).isEqualTo(3);
    }

    /** Kept values and counted ones; what was read goes on with the place that comes next. */
    @Test
    void whatIsReadIsWhatWasWritten() {
        SampledHistograms written = new SampledHistograms(2);
        written.add(new float[] {1, -2, 3}, 0, 3, 0, 2);
        written.build(0);
        written.add(new float[] {4, 5, -0f, 6, 7}, 0, 5, 3, 2);
        ByteBuffer bytes = ByteBuffer.allocate(written.bytes());
        written.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        SampledHistograms read = new SampledHistograms(2);
        read.read(bytes.flip());
        assertThat(bytes.hasRemaining()).isFalse();
        read.add(new float[] {8, 9}, 0, 2, 0, 2);

        // 1, −2, then of the second sample 5 and 0, then 8 and 9 of the third.
        assertThat(read.build(0).total()).isEqualTo(6);
        assertThat(read.build(0).zeros()).isEqualTo(1);
        assertThat(read.build(0).min()).isEqualTo(-2);
        assertThat(read.build(0).max()).isEqualTo(9);
        assertThat(read.build(1).total()).isEqualTo(4);
        assertThat(read.build(1).min()).isEqualTo(3);
        assertThat(read.build(1).max()).isEqualTo(7);
    }

    @Test
    void moreThanCanBeKeptIsNotRead() {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        bytes.putInt(SampledHistograms.MOST_KEPT + 1).putInt(0).putInt(1).flip().limit(64);
        SampledHistograms histograms = new SampledHistograms(1);

        assertThatIllegalArgumentException().isThrownBy(() -> histograms.read(bytes));
    }

    /** More than are kept, in pieces and put together from two, against one histogram a channel: bin by bin the same. */
    @ParameterizedTest
    @CsvSource({"true, 1", "true, 49", "true, 9000", "false, 1", "false, 49", "false, 9000"})
    void histogramsAreThoseOfTheChannelsValues(boolean vectors, int inner) {
        System.setProperty(VectorModule.PROPERTY, Boolean.toString(vectors));
        int channels = 5;
        Random random = new Random(inner);
        float[] values = new float[(5 * SampledHistograms.MOST_KEPT / 2) / (channels * inner) * channels * inner];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 5 == 0 ? 0 : (float) (random.nextGaussian() * Math.exp(i * 1e-5));
        }
        SampledHistograms first = new SampledHistograms(channels);
        SampledHistograms second = new SampledHistograms(channels);
        int half = values.length / 2;
        int next;
        for (int at = 0; at < values.length; at = next) {
            next = Math.min(at + 4096, at < half ? half : values.length);
            (at < half ? first : second).add(values, at, next, at, inner);
        }
        first.add(second);
        for (int c = 0; c < channels; c++) {
            GrowingHistogram expected = new GrowingHistogram(256);
            float min = 0;
            float max = 0;
            long zeros = 0;
            for (int i = 0; i < values.length; i++) {
                if (i / inner % channels == c) {
                    min = Math.min(min, values[i]);
                    max = Math.max(max, values[i]);
                    zeros += values[i] == 0 ? 1 : 0;
                    if (values[i] != 0) {
                        expected.add(values[i]);
                    }
                }
            }
            assertSame(first.build(c), expected.build(new Range(min, max), zeros));
        }
    }

    private static void assertSame(MomentHistogram found, MomentHistogram expected) {
        assertThat(found.min()).isEqualTo(expected.min());
        assertThat(found.max()).isEqualTo(expected.max());
        assertThat(found.zeros()).isEqualTo(expected.zeros());
        assertThat(found.bins()).isEqualTo(expected.bins());
        for (int bin = 0; bin < expected.bins(); bin++) {
            assertThat(found.count(bin)).isEqualTo(expected.count(bin));
            assertThat(found.lowerEdge(bin)).isEqualTo(expected.lowerEdge(bin));
        }
    }
}
