package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The axis of a stored weight that holds the layer's output channels. */
class ChannelAxisTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Conv, x w, '2,3,3,3', , 0",
        "Conv, x w, '2,3,3', group=1, 0",
        "ConvTranspose, x w, '3,2,3,3', , 1",
        "Gemm, x w, '4,5', , 1",
        "Gemm, x w, '4,5', transB=1, 0",
        "Gemm, w x, '4,5', , 0",
        "Gemm, w x, '4,5', transA=1, 1",
        "MatMul, x w, '4,5', , 1",
        "MatMul, x w, '2,4,5', , 2",
        "MatMul, w x, '4,5', , 0",
        "MatMul, w x, '2,4,5', , 1",
        "Gather, w i, '7,5', , 0",
        "Gather, w i, '7,5', axis=1, 1",
    })
    void everyOperatorHasItsChannelAxis(String type, String inputs, String dims, String attribute, int axis)
            throws IOException {
        String[] attributes = attribute == null ? new String[0] : new String[] {attribute};
        Layer layer =
                onlyLayer(OnnxModels.opset(13).weight("w", extents(dims)).node(type, "layer", inputs, "y", attributes));
        assertThat(layer.name()).isEqualTo("layer");
        assertThat(layer.op()).isEqualTo(type);
        assertThat(layer.channelAxis()).hasValue(axis);
        assertThat(layer.channelAxisNote().isEmpty()).isTrue();
        assertThat(layer.weight().shape()).isEqualTo(Shape.of(extents(dims)));
    }

    @ParameterizedTest
    @CsvSource({
        "Transpose, perm=[1;0], '5,4', MatMul, 0",
        "Transpose, , '5,4', MatMul, 0",
        "Transpose, perm=[3;2;0;1], '3,3,2,6', Conv, 3",
        "Identity, , '4,5', MatMul, 1",
        "Cast, to=1, '4,5', MatMul, 1",
        "Flatten, axis=1, '6,2,2', MatMul, ",
        "Flatten, axis=2, '2,3,5', MatMul, 2",
        "Flatten, axis=0, '6,4', MatMul, ",
        "Unsqueeze, axes=[0], '4,5', MatMul, 1",
        "Unsqueeze, axes=[-1], '4,5,3', Conv, 0",
        "Unsqueeze, axes=[0], '5,3,3', Conv, ",
        "Squeeze, axes=[0], '1,4,5', MatMul, 2",
        "Squeeze, , '1,4,1,5', MatMul, 3",
    })
    void axesAreFollowedToTheStoredLayout(String mover, String attribute, String dims, String user, Integer axis)
            throws IOException {
        String[] attributes = attribute == null ? new String[0] : new String[] {attribute.replace(';', ',')};
        Layer layer = onlyLayer(OnnxModels.opset(11)
                .weight("w", extents(dims))
                .node(mover, "", "w", "moved", attributes)
                .node(user, "layer", "x moved", "y"));
        assertThat(layer.channelAxis()).isEqualTo(axis == null ? OptionalInt.empty() : OptionalInt.of(axis));
        assertThat(layer.channelAxisNote().isEmpty()).isEqualTo(axis != null);
        assertThat(layer.weight().name()).isEqualTo("w");
    }

    @ParameterizedTest
    @CsvSource({
        "'6,2,2', '6,4', Gemm, transB=1, 0",
        "'6,4', '6,1,2,2', Conv, , 0",
        "'6,4', '0,-1,2,2', Conv, , 0",
        "'2,3,5', '-1,5', MatMul, , 2",
        "'2,3,5', '6,5', MatMul, , 2",
        "'1,6,4', '6,4,1,1', Conv, , 1",
        "'2,3,5', '5,6', MatMul, , ",
        "'2,3,5', '2,15', MatMul, , ",
        "'6,4', '4,6', Gemm, transB=1, ",
        "'6,4', '7,7', MatMul, , ",
        "'6,4', '-1,-1', MatMul, , ",
        "'6,4', '-1,5', MatMul, , ",
    })
    void reshapesAreFollowedWhileTheAxisStaysItself(String dims, String to, String user, String attribute, Integer axis)
            throws IOException {
        String[] attributes = attribute == null ? new String[0] : new String[] {attribute};
        Layer layer = onlyLayer(OnnxModels.opset(13)
                .weight("w", extents(dims))
                .longs("shape", extents(to))
                .node("Reshape", "", "w shape", "moved")
                .node(user, "layer", "x moved", "y", attributes));
        assertThat(layer.channelAxis()).isEqualTo(axis == null ? OptionalInt.empty() : OptionalInt.of(axis));
        assertThat(layer.channelAxisNote().isEmpty()).isEqualTo(axis != null);
    }

    @Test
    void newerUnsqueezeTakesItsAxesAsAnInput() throws IOException {
        Layer layer = onlyLayer(OnnxModels.opset(13)
                .weight("w", 5, 3, 3)
                .longs("axes", 1)
                .node("Unsqueeze", "", "w axes", "moved")
                .node("Conv", "layer", "x moved", "y"));
        assertThat(layer.channelAxis()).hasValue(0);
    }

    @Test
    void axesAreFollowedThroughAWholeChain() throws IOException {
        Layer layer = onlyLayer(OnnxModels.opset(13)
                .weight("w", ElementType.FLOAT16, OnnxModels.values(24), 4, 6)
                .node("Identity", "", "w", "a")
                .node("Cast", "", "a", "b", "to=1")
                .node("Transpose", "", "b", "c", "perm=[1,0]")
                .longs("axes", 2, 3)
                .node("Unsqueeze", "", "c axes", "d")
                .node("Conv", "layer", "x d", "y"));
        assertThat(layer.channelAxis()).hasValue(1);
        assertThat(layer.weight().type()).isEqualTo(ElementType.FLOAT16);
    }

    /** numpy.matmul: the one axis of a vector is summed up, on the left and on the right. */
    @ParameterizedTest
    @ValueSource(strings = {"x w", "w x"})
    void aVectorHasNoOutputChannels(String inputs) throws IOException {
        Layer layer = onlyLayer(OnnxModels.opset(13).weight("w", 4).node("MatMul", "layer", inputs, "y"));
        assertThat(layer.channelAxis()).isEmpty();
        assertThat(layer.channelAxisNote()).asString().contains("cannot be followed");
    }

    @Test
    void operatorsThatDisagreeLeaveNoChannelAxis() throws IOException {
        Layer layer = onlyLayer(OnnxModels.opset(13)
                .weight("w", 5, 5)
                .node("MatMul", "there", "x w", "a")
                .node("Gemm", "back", "a w", "y", "transB=1"));
        assertThat(layer.channelAxis()).isEmpty();
        assertThat(layer.channelAxisNote()).asString().contains("shared", "'there'", "axis 1", "'back'", "axis 0");
        assertThat(layer.channels()).isEqualTo(1);
    }

    private Layer onlyLayer(OnnxModels models) throws IOException {
        return LayerFinderTest.onlyLayer(models, folder);
    }

    private static long[] extents(String text) {
        return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }
}
