package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bitwright.model.Binding;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.bitwright.runtime.session.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputLayoutTest {

    @ParameterizedTest
    @CsvSource({
        "-1 1 28 28,  1 28 28, 5 1 28 28, 0",
        "-1 784,      1 28 28, 5 784,     0",
        "-1 28 28,    1 28 28, 5 28 28,   0",
        "-1 28 28 1,  1 28 28, 5 28 28 1, 0",
        "-1 1 28 28,  28 28,   5 1 28 28, 0",
        "1 3 32 32,   3 32 32, 5 3 32 32, 1",
        "8 3 -1 -1,   3 32 32, 5 3 32 32, 8",
        "-1 -1 -1 -1, 3 32 30, 5 3 32 30, 0",
        "-1 -1,       3 32 32, 5 3072,    0",
        "-1 1 -1 -1,  28 20,   5 1 28 20, 0",
        "-1 1 28 28,  784,     5 1 28 28, 0",
        "-1 -1 7,     784,     5 112 7,   0",
    })
    void samplesFitWhereNoValueMoves(String input, String sample, String shape, int batch) throws Exception {
        InputLayout layout = InputLayout.of(axes(longs(input)), Shape.of(longs(sample)), Binding.none());

        assertThat(layout.shape(5)).containsExactly(longs(shape));
        assertThat(layout.batch()).isEqualTo(batch);
        assertThat(layout.order()).isEqualTo(AxisOrder.KEPT);
    }

    @ParameterizedTest
    @CsvSource({
        "-1 3 32 30,   32 30 3, 5 3 32 30, TO_CHANNELS_FIRST",
        "-1 3 -1 -1,   32 30 3, 5 3 32 30, TO_CHANNELS_FIRST",
        "-1 32 30 3,   3 32 30, 5 32 30 3, TO_CHANNELS_LAST",
        "-1 -1 -1 4,   4 8 8,   5 8 8 4,   TO_CHANNELS_LAST",
        // images of 3 × 3 pixels fit as they are: nothing says that they are turned
        "-1 3 3 3,     3 3 3,   5 3 3 3,   KEPT",
    })
    void imagesWithTheirChannelsOnTheOtherSideAreTurnedRound(String input, String sample, String shape, AxisOrder order)
            throws Exception {
        InputLayout layout = InputLayout.of(axes(longs(input)), Shape.of(longs(sample)), Binding.none());

        assertThat(layout.shape(5)).containsExactly(longs(shape));
        assertThat(layout.order()).isEqualTo(order);
    }

    @Test
    void axesThatTheDataDoNotTellAreAskedForByName() throws Exception {
        ValueInfo input =
                new ValueInfo("x", ElementType.FLOAT32, List.of(-1L, 1L, -1L, -1L), List.of("batch", "", "height", ""));

        assertThatThrownBy(() -> InputLayout.of(input, Shape.of(12), Binding.none()))
                .hasMessageContaining("tell the extents of the axes height, x:3.");
        Binding told = Binding.none().withAxes(Map.of("height", 3));
        assertThat(InputLayout.of(input, Shape.of(12), told).shape(2)).containsExactly(2, 1, 3, 4);
        Binding wrong = Binding.none().withAxes(Map.of("x:3", 5));
        assertThatThrownBy(() -> InputLayout.of(input, Shape.of(12), wrong)).hasMessageContaining("do not fit");
    }

    @ParameterizedTest
    @CsvSource({
        "-1 3 32 32,  1 28 28, any × 3 × 32 × 32, 1 × 28 × 28",
        "-1 32 32 5,  5 32 32, any × 32 × 32 × 5, 5 × 32 × 32",
        "-1 3 32 32,  32 3 32, any × 3 × 32 × 32, 32 × 3 × 32",
        "-1 5 7,      36,      any × 5 × 7,       36",
        "-1 783,      1 28 28, any × 783,         1 × 28 × 28",
        "-1,          2,       any,               2",
    })
    void othersAreRefusedNamingBothShapes(String input, String sample, String wanted, String have) {
        assertThatThrownBy(() -> InputLayout.of(axes(longs(input)), Shape.of(longs(sample)), Binding.none()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("of shape " + have + " do not fit")
                .hasMessageContaining("of shape " + wanted + ".");
    }

    @Test
    void anInputWithoutAnAxisForTheSamplesIsRefused() {
        assertThatThrownBy(() -> InputLayout.of(axes(), Shape.of(4), Binding.none()))
                .hasMessageContaining("no axis");
    }

    private static ValueInfo axes(long... extents) {
        return new ValueInfo(
                "x", ElementType.FLOAT32, Arrays.stream(extents).boxed().toList());
    }

    private static long[] longs(String text) {
        return Stream.of(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
