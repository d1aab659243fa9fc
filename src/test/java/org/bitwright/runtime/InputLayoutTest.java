package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.model.ElementType;
import org.bitwright.model.Model;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
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
    })
    void samplesFitWhereNoValueMoves(String input, String sample, String shape, int batch) throws Exception {
        InputLayout layout = InputLayout.of(model(axes(longs(input))), Shape.of(longs(sample)));

        assertThat(layout.shape(5)).containsExactly(longs(shape));
        assertThat(layout.batch()).isEqualTo(batch);
    }

    @ParameterizedTest
    @CsvSource({
        "-1 3 32 32,  1 28 28, any × 3 × 32 × 32, 1 × 28 × 28",
        "-1 32 32 3,  3 32 32, any × 32 × 32 × 3, 3 × 32 × 32",
        "-1 783,      1 28 28, any × 783,         1 × 28 × 28",
        "-1,          2,       any,               2",
    })
    void othersAreRefusedNamingBothShapes(String input, String sample, String wanted, String have) {
        assertThatThrownBy(() -> InputLayout.of(model(axes(longs(input))), Shape.of(longs(sample))))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("of shape " + have + " do not fit")
                .hasMessageContaining("of shape " + wanted + ".");
    }

    @Test
    void networksWithOtherInputsAreRefused() {
        ValueInfo ids = new ValueInfo("ids", ElementType.INT64, List.of(-1L, 4L));
        ValueInfo x = new ValueInfo("x", ElementType.FLOAT32, List.of(-1L, 4L));

        assertThatThrownBy(() -> InputLayout.of(model(ids), Shape.of(4))).hasMessageContaining("INT64");
        assertThatThrownBy(() -> InputLayout.of(model(x, ids), Shape.of(4))).hasMessageContaining("'x', 'ids'");
        assertThatThrownBy(() -> InputLayout.of(model(), Shape.of(4))).hasMessageContaining("none");
        assertThatThrownBy(() -> InputLayout.of(model(axes()), Shape.of(4))).hasMessageContaining("no axis");
    }

    private static ValueInfo axes(long... extents) {
        return new ValueInfo(
                "x", ElementType.FLOAT32, Arrays.stream(extents).boxed().toList());
    }

    private static Model model(ValueInfo... inputs) {
        return new Model(
                Path.of("m.onnx"), "ONNX", 13, List.of(), List.of(), List.of(), List.of(inputs), List.of(), 0, 0);
    }

    private static long[] longs(String text) {
        return Stream.of(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }
}
