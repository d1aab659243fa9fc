package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class LayerWeightsTest {
    private static final CancelToken NEVER = CancelToken.none();

    @Test
    void oddValuesAreCountedAndLeftOut() {
        LayerWeights weights =
                Layers.weights(1f, Float.NaN, -2f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN);
        assertThat(weights.nanCount()).isEqualTo(2);
        assertThat(weights.infiniteCount()).isEqualTo(2);
        assertThat(weights.histogram().total()).isEqualTo(2);
        assertThat(weights.histogram().min()).isEqualTo(-2f);
        assertThat(weights.histogram().max()).isEqualTo(1f);
        assertThat(weights.flags().isClean()).isFalse();
    }

    @Test
    void channelsThatAreAllZeroAreDead() {
        LayerWeights weights = Layers.weights(
                0, new long[] {4, 2}, 0f, -0f, 1f, 0f, Float.NaN, Float.NaN, 0f, Float.POSITIVE_INFINITY);
        assertThat(weights.channels()).isEqualTo(4);
        assertThat(weights.deadChannels()).containsExactly(0);
    }

    @Test
    void channelsMuchWiderThanTheMedianAreOutliers() {
        // Widths 1, 1, 1, 8, 9: the median is 1, and 9 is above 8 times it.
        LayerWeights weights = Layers.weights(1, new long[] {1, 6}, 1f, -1f, 1f, 8f, -9f, 0f);
        assertThat(weights.flags().outlierChannels()).containsExactly(4);
        assertThat(weights.deadChannels()).containsExactly(5);
        assertThat(Layers.weights(1f, 100f).flags().isClean()).isTrue();
    }

    @Test
    void channelHistogramsHoldTheirChannelOnly() {
        float[] values = {1f, 10f, 2f, 20f, 3f, 30f};
        MomentHistogram last = Layers.weights(1, new long[] {3, 2}, values).channelHistogram(1);
        assertThat(last.min()).isEqualTo(10f);
        assertThat(last.max()).isEqualTo(30f);
        assertThat(last.total()).isEqualTo(3);
        MomentHistogram middle = Layers.weights(1, new long[] {1, 3, 2}, values).channelHistogram(1);
        assertThat(middle.min()).isEqualTo(2f);
        assertThat(middle.max()).isEqualTo(20f);
        LayerWeights whole = Layers.weights(values);
        assertThat(whole.channelHistogram(0)).isSameAs(whole.histogram());
    }

    @Test
    void channelHistogramsOfLargeLayersHoldEveryValue() {
        float[] values = Layers.gaussian(1, 1_200_000, 1);
        for (int axis = 0; axis < 3; axis++) {
            LayerWeights weights = Layers.weights(axis, new long[] {40, 300, 100}, values);
            long total = 0;
            for (int c = 0; c < weights.channels(); c++) {
                MomentHistogram coarse = weights.coarseHistogram(c);
                assertThat(coarse.min()).isEqualTo(weights.channelHistogram(c).min());
                total += coarse.total();
            }
            assertThat(total).isEqualTo(1_200_000);
        }
    }

    @Test
    void halfPrecisionWeightsAreReadAsTheirFloat32Values() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) 0x3C00).putShort((short) 0xC000).flip();
        Tensor tensor = new Tensor("w", ElementType.FLOAT16, Shape.of(2), new InMemory(bytes));
        Layer layer = new Layer("l", "Gemm", tensor, List.of("l"), OptionalInt.empty(), Phrase.verbatim("none"));
        assertThat(LayerWeights.read(layer, NEVER).values()).containsExactly(1f, -2f);
    }

    @Test
    void thereMustBeAsManyValuesAsTheLayerHas() {
        assertThatThrownBy(() -> LayerWeights.of(Layers.layer(OptionalInt.empty(), 3), new float[2], NEVER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 weights, not 2");
    }

    private record InMemory(ByteBuffer bytes) implements TensorBytes {
        @Override
        public long size() {
            return bytes.capacity();
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            into.put(bytes.slice((int) offset, into.remaining()));
        }
    }
}
