package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TooLargeException;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a weight that is read piece by piece is what is known of one in memory. */
class PiecedWeightsTest {
    private static final CancelToken NEVER = CancelToken.none();

    private static Layer layer(int axis, long... extents) {
        Shape shape = Shape.of(extents);
        float[] values = new float[(int) shape.elements()];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[5] = Float.NaN;
        values[77] = Float.NEGATIVE_INFINITY;
        values[values.length - 1] = 40;
        return new Layer(
                "wide",
                "MatMul",
                Tensor.of("w", shape, values),
                List.of("wide"),
                axis < 0 ? OptionalInt.empty() : OptionalInt.of(axis),
                Phrase.NONE,
                OptionalInt.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"0, 7, 300007, 1", "1, 1000, 2100, 1", "1, 3, 40, 20001", "-1, 1, 1, 2100000", "1, 100, 9000, 3"})
    void bothWaysTellTheSame(int axis, long outer, long middle, long inner) throws IOException {
        Layer layer = layer(axis, outer, middle, inner);
        LayerWeights held = LayerWeights.read(layer, NEVER);
        LayerWeights pieced = LayerWeights.pieced(layer, NEVER);

        assertThat(held.areHeld()).isTrue();
        assertThat(pieced.areHeld()).isFalse();
        assertThat(pieced.heldBytes()).isZero();
        assertThat(pieced.flags()).isEqualTo(held.flags());
        assertThat(pieced.nanCount()).isEqualTo(1);
        assertThat(pieced.infiniteCount()).isEqualTo(1);
        assertThat(pieced.channels()).isEqualTo(held.channels());
        assertSame(pieced.histogram(), held.histogram());
        for (int channel : new int[] {0, held.channels() / 2, held.channels() - 1}) {
            MomentHistogram one = pieced.channelHistogram(channel);
            MomentHistogram other = held.channelHistogram(channel);
            assertThat(one.total()).isEqualTo(other.total());
            assertThat(one.min()).isEqualTo(other.min());
            assertThat(one.max()).isEqualTo(other.max());
        }
        double squares = held.statistics(Granularity.TENSOR).sumSquares(0);
        assertThat(pieced.statistics(Granularity.TENSOR).sumSquares(0)).isCloseTo(squares, within(squares * 1e-12));
    }

    private static void assertSame(MomentHistogram one, MomentHistogram other) {
        assertThat(one.bins()).isEqualTo(other.bins());
        assertThat(one.min()).isEqualTo(other.min());
        assertThat(one.max()).isEqualTo(other.max());
        for (int bin = 0; bin < one.bins(); bin++) {
            assertThat(one.count(bin)).isEqualTo(other.count(bin));
            assertThat(one.offset(bin)).isEqualTo(other.offset(bin));
            assertThat(one.spreadInBins(bin)).isEqualTo(other.spreadInBins(bin));
        }
    }

    @ParameterizedTest
    @CsvSource("0, 3, 400, 1")
    void whoNeedsTheValuesIsToldWhatToDo(int axis, long outer, long middle, long inner) throws IOException {
        LayerWeights pieced = LayerWeights.pieced(layer(axis, outer, middle, inner), NEVER);
        assertThatThrownBy(pieced::checkHeld)
                .isInstanceOf(TooLargeException.class)
                .hasMessageContainingAll("layer 'wide'", "GB", "-Xmx");
        assertThatThrownBy(pieced::values)
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(TooLargeException.class);
        assertThatThrownBy(() -> LayerQuantizer.quantize(
                        pieced,
                        TensorConfig.of(
                                NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax()),
                        NEVER))
                .hasCauseInstanceOf(TooLargeException.class);
    }
}
